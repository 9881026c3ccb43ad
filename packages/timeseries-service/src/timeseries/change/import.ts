import { randomFillSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entry, ErrorCode } from '@sojourn/datamodel';
import { createObjectIdSource, isObjectId, stringifyWire } from '@sojourn/datamodel/wire';
import type { PersonState } from '../person/person-state.js';
import { locate } from '../read/locate.js';
import type { ImportOutcome, QuarantinedItem } from '../timeseries.js';
import { Draft } from './draft.js';

/** Stores entries in server form, each in place of the one with its `_id`. Runs alone on the person's state. */
export async function importEntries(state: PersonState, entries: readonly unknown[]): Promise<ImportOutcome> {
  const draft = await Draft.begin(state);
  const nextId = createObjectIdSource(state.context.clock, randomFillSync);
  const quarantined: QuarantinedItem[] = [];
  const wanted = new Map<string, Entry>();
  for (const [index, sent] of entries.entries()) {
    const fault = faultOf(sent);
    if (fault) {
      quarantined.push({ index, ...fault });
      draft.reject({ raw: stringifyWire(sent as never), ...fault });
      continue;
    }
    const { _id, user_id, ...content } = sent as Partial<Entry> & Pick<Entry, 'metadata' | 'data'>;
    const id = _id?.$oid.toLowerCase() ?? nextId();
    wanted.set(id, { _id: { $oid: id }, user_id: { $uuid: state.id }, ...content });
  }
  const known = await locate(state, new Set(wanted.keys()), ['usercache', 'raw', 'analysis']);
  const counts = { inserted: 0, replaced: 0, unchanged: 0 };
  for (const [id, entry] of wanted) {
    const versions = known.get(id);
    if (!versions) {
      draft.place(entry, 'id', draft.sequence);
      counts.inserted++;
      continue;
    }
    const { opened, row, block } = versions[0]!;
    if (isDeepStrictEqual(opened.object(row), entry)) {
      counts.unchanged++;
      continue;
    }
    counts.replaced++;
    for (const version of versions) draft.remove(version);
    draft.place(entry, block.header.identity, opened.arrivals()[row]!);
  }
  const change = await draft.finish();
  if (change) await state.apply({ ...change, head: { ...change.head, waitingSince: waitingSince(state) } });
  return { ...counts, quarantined };
}

function waitingSince(state: PersonState): number {
  return state.head.waitingSince ?? state.context.clock() / 1000;
}

function faultOf(entry: unknown): { readonly code: ErrorCode; readonly path: string } | undefined {
  if (!isObject(entry)) return { code: 'entry-malformed', path: '' };
  const { _id, metadata, data } = entry;
  if (_id !== undefined && !isObjectId(_id)) return { code: 'entry-field-invalid', path: '_id' };
  if (!isObject(metadata)) return { code: 'entry-field-missing', path: 'metadata' };
  if (!isObject(data)) return { code: 'entry-field-missing', path: 'data' };
  if (typeof metadata.key !== 'string' || !/^[^/]+\/./.test(metadata.key)) {
    return { code: 'key-invalid', path: 'metadata.key' };
  }
  if (typeof metadata.write_ts !== 'number' || !Number.isFinite(metadata.write_ts)) {
    return { code: 'timestamp-invalid', path: 'metadata.write_ts' };
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
