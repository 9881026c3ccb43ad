import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import type { StageStates } from '../stages/index.js';
import type { PersonStore, RunCommit } from './store-port.js';

/** One person's store, reached through the timeseries service. */
export function remoteStore(client: PersonClient): PersonStore {
  return {
    person: client.id,
    acquireLease: (owner, seconds) => client.acquireLease(owner, seconds),
    renewLease: async (fence, seconds) => {
      await client.renewLease(fence, seconds);
    },
    releaseLease: (fence) => client.releaseLease(fence),
    progress: async () => {
      const { states, processedSequence } = await client.states();
      return { states: states as StageStates, processedSequence };
    },
    usercache: (limit) => collect(client.usercache({ limit })),
    find: ({ keys, range }) =>
      collect<Entry>(client.streamEntries({ keys: [...keys], time: range, stores: ['raw', 'analysis'] })),
    last: async (key, field, upTo) => {
      const time = { field, start: null, end: upTo };
      const { entry } = await client.extreme({ key, field, end: 'last', time });
      return entry ?? undefined;
    },
    profile: () => client.profile(),
    commit: (change) => client.commit(wireCommit(change)),
  };
}

function wireCommit(change: RunCommit): Parameters<PersonClient['commit']>[0] {
  const ids = (entries: readonly Entry[]): string[] => entries.map(({ _id }) => _id.$oid);
  return {
    fence: change.fence,
    ...(change.expectSequence === undefined ? {} : { expectSequence: change.expectSequence }),
    insert: [...change.insert],
    replace: [...change.replace],
    remove: ids(change.remove),
    invalidate: ids(change.invalidate),
    drain: change.drain.map(({ arrival, entry }) => ({ id: entry._id.$oid, arrival })),
    quarantine: [...change.quarantine],
    states: { ...change.states },
    ...(change.profile === undefined ? {} : { profile: { ...change.profile } }),
    ...(change.processedSequence === undefined ? {} : { processedSequence: change.processedSequence }),
  };
}

async function collect<Item>(lists: AsyncIterable<Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const list of lists) for (const item of list) all.push(item);
  return all;
}
