import { randomFillSync } from 'node:crypto';
import { type Entry, type EntryData, SojournError, validateEntry } from '@sojourn/datamodel';
import { formatTime, isKnownZone, localDate } from '@sojourn/datamodel/time';
import { createObjectIdSource, stringifyWire } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import type { EntryQuery } from '../query.js';
import { locate } from '../read/locate.js';
import { mergeRuns } from '../read/merge.js';
import { planRead } from '../read/plan.js';
import type { QuarantineRecord } from '../timeseries.js';
import { commitChange } from './commit.js';
import { Draft } from './draft.js';
import { belongsTo } from './insert.js';
import { ownerOf } from './owner.js';

/** A payload that the server writes into a stream. */
export interface ServerData {
  readonly key: string;
  readonly data: EntryData;
  /** Zone of the local times in the metadata; default UTC. */
  readonly zone?: string;
}

const longTerm = ['raw', 'analysis'] as const;

/** Wraps a payload in metadata of the server and of now, and stores it. @returns its id */
export async function insertData(state: PersonState, about: ServerData): Promise<string> {
  const id = createObjectIdSource(state.context.clock, randomFillSync)();
  await commitChange(state, { insert: [serverEntry(state, about, id)] });
  return id;
}

/** Replaces a payload, under new metadata and the same id. @throws SojournError `not-found` */
export async function updateData(state: PersonState, id: string, about: ServerData): Promise<void> {
  await requireStored(state, id, longTerm);
  await commitChange(state, { replace: [serverEntry(state, about, id)] });
}

/** Replaces a whole entry, or adds it. @throws SojournError `request-invalid` when it says that it is another one */
export async function updateEntry(state: PersonState, id: string, sent: Entry): Promise<void> {
  const own = (sent as Partial<Entry>)._id?.$oid;
  if (!belongsTo(sent, state.id) || (own !== undefined && own !== id)) {
    const path = own !== undefined && own !== id ? '_id' : 'user_id';
    throw new SojournError('request-invalid', { errors: [{ path, code: 'invalid' }] });
  }
  const entry = checked(state, { ...sent, _id: { $oid: id }, user_id: ownerOf(state.id) });
  await commitChange(state, { replace: [entry] });
}

/** Hides an entry of the raw store. @throws SojournError `not-found` */
export async function invalidateRaw(state: PersonState, id: string): Promise<void> {
  await requireStored(state, id, ['raw']);
  await commitChange(state, { invalidate: [id] });
}

/** Puts an entry that could not be used into quarantine. */
export async function rejectEntry(
  state: PersonState,
  entry: unknown,
  about: Pick<QuarantineRecord, 'code' | 'path'>,
): Promise<void> {
  if (!belongsTo(entry, state.id)) {
    throw new SojournError('request-invalid', { errors: [{ path: 'entry.user_id', code: 'invalid' }] });
  }
  await commitChange(state, { quarantine: [{ raw: stringifyWire(entry), ...about }] });
}

/** Adds a model and takes out all but the newest ones of its stream. @returns its id */
export async function saveModel(state: PersonState, about: ServerData, keep: number): Promise<string> {
  const id = createObjectIdSource(state.context.clock, randomFillSync)();
  const older = await idsOf(state, { keys: [about.key], stores: [...longTerm], descending: true });
  await commitChange(state, {
    insert: [serverEntry(state, about, id)],
    remove: older.slice(Math.max(0, keep - 1)),
  });
  return id;
}

/** Takes rows out of the usercache. @returns how many */
export async function clearUsercache(
  state: PersonState,
  query: Pick<EntryQuery, 'keys' | 'time'>,
): Promise<number> {
  const ids = new Set(await idsOf(state, { ...query, stores: ['usercache'], includeInvalid: true }));
  const draft = await Draft.begin(state);
  for (const versions of (await locate(state, ids, ['usercache'])).values()) {
    for (const version of versions) draft.remove(version);
  }
  const change = await draft.finish();
  if (change) await state.apply(change);
  return ids.size;
}

async function idsOf(state: PersonState, query: EntryQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const runs of mergeRuns(state, planRead(query), state.head.sequence)) {
    for (const { cursor, from, to } of runs) {
      const all = cursor.opened.ids();
      for (let place = from; place < to; place++) ids.push(all[cursor.rowAt(place)]!);
    }
  }
  return ids;
}

async function requireStored(
  state: PersonState,
  id: string,
  stores: readonly ('raw' | 'analysis')[],
): Promise<void> {
  if (!(await locate(state, new Set([id]), stores)).has(id)) throw new SojournError('not-found');
}

function serverEntry(state: PersonState, { key, data, zone = 'UTC' }: ServerData, id: string): Entry {
  if (!isKnownZone(zone))
    throw new SojournError('zone-unknown', { errors: [{ path: 'zone', code: 'invalid' }] });
  const now = state.context.clock() / 1000;
  return checked(state, {
    _id: { $oid: id },
    user_id: ownerOf(state.id),
    metadata: {
      key,
      platform: 'server',
      write_ts: now,
      time_zone: zone,
      write_local_dt: localDate(now, zone),
      write_fmt_time: formatTime(now, zone),
    },
    data,
  });
}

/** @throws SojournError what is wrong with the entry, and where */
function checked(state: PersonState, entry: Entry): Entry {
  const verdict = validateEntry(state.context.streams, entry, { form: 'server' });
  if (verdict.ok) return entry;
  throw new SojournError(verdict.code, { errors: [{ path: verdict.path, code: 'invalid' }] });
}
