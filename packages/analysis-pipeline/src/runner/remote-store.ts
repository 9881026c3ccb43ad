import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import type { StageStates, UsercacheRow } from '../stages/index.js';
import type { PersonStore, RunCommit } from './store-port.js';

/** One person's store, reached through the timeseries service. */
export function remoteStore(client: PersonClient): PersonStore {
  /** Streams that there are to read; undefined while nobody has said. */
  let streams: ReadonlySet<string> | undefined;
  let released: number | undefined;
  const isThere = (key: string): boolean => streams?.has(key) ?? true;
  return {
    person: client.id,
    begin: async (owner, seconds, mostRows, resume) => {
      const begun = await client.beginRun({ owner, ttl: seconds, limit: mostRows, resume });
      streams = new Set(begun.streams);
      const { lease, processedSequence, usercache } = begun;
      return { ...lease, states: begun.states as StageStates, processedSequence, usercache };
    },
    renewLease: async (fence, seconds) => {
      await client.renewLease(fence, seconds);
    },
    releaseLease: async (fence) => {
      if (fence !== released) await client.releaseLease(fence);
    },
    find: async ({ keys, range }) => {
      const present = keys.filter(isThere);
      if (present.length === 0) return [];
      return await collect<Entry>(
        client.streamEntries({ keys: present, time: range, stores: ['raw', 'analysis'] }),
      );
    },
    ids: async (keys) => {
      const ids: Entry['_id'][] = [];
      const present = keys.filter(isThere);
      if (present.length === 0) return ids;
      for await (const list of client.streamEntries({ keys: present, stores: ['raw', 'analysis'] })) {
        for (const { _id } of list) ids.push(_id);
      }
      return ids;
    },
    last: async (key, field, upTo) => {
      if (!isThere(key)) return undefined;
      const time = { field, start: null, end: upTo };
      const { entry } = await client.extreme({ key, field, end: 'last', time });
      return entry ?? undefined;
    },
    profile: () => client.profile(),
    commit: async (change) => {
      const committed = await client.commit(wireCommit(change));
      if (change.release) released = change.fence;
      return committed;
    },
  };
}

function wireCommit(change: RunCommit): Parameters<PersonClient['commit']>[0] {
  const { moved, insert, drain } = partedByMove(change);
  const ids = (entries: readonly Pick<Entry, '_id'>[]): string[] => entries.map(({ _id }) => _id.$oid);
  return {
    fence: change.fence,
    ...(change.expectSequence === undefined ? {} : { expectSequence: change.expectSequence }),
    insert,
    replace: [...change.replace],
    remove: ids(change.remove),
    invalidate: ids(change.invalidate),
    drain: drain.map(placeOf),
    move: moved.map(placeOf),
    quarantine: [...change.quarantine],
    states: { ...change.states },
    ...(change.profile === undefined ? {} : { profile: { ...change.profile } }),
    ...(change.processedSequence === undefined ? {} : { processedSequence: change.processedSequence }),
    ...(change.release === undefined ? {} : { release: change.release }),
  };
}

function placeOf({ arrival, entry }: UsercacheRow): { readonly id: string; readonly arrival: number } {
  return { id: entry._id.$oid, arrival };
}

/** What the store makes of its own rows need not be sent. */
function partedByMove({ insert, drain, moved }: RunCommit): {
  readonly moved: UsercacheRow[];
  readonly insert: Entry[];
  readonly drain: readonly UsercacheRow[];
} {
  if (moved === undefined || moved.size === 0) return { moved: [], insert: [...insert], drain };
  const rows: UsercacheRow[] = [];
  const others: Entry[] = [];
  for (const entry of insert) {
    const row = moved.get(entry);
    if (row === undefined) others.push(entry);
    else rows.push(row);
  }
  return { moved: rows, insert: others, drain: rows.length === drain.length ? [] : without(drain, rows) };
}

function without(rows: readonly UsercacheRow[], others: readonly UsercacheRow[]): UsercacheRow[] {
  const left = new Set(others);
  return rows.filter((row) => !left.has(row));
}

async function collect<Item>(lists: AsyncIterable<Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const list of lists) for (const item of list) all.push(item);
  return all;
}
