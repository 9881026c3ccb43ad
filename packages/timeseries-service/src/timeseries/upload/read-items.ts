import { type Entry, type ErrorCode, type PersonId, SojournError } from '@sojourn/datamodel';
import { setMember, stringifyWire } from '@sojourn/datamodel/wire';
import type { UploadItem } from '../timeseries.js';
import type { UploadIdentity } from './identity.js';
import { normaliseSent, type SentEntry } from './normalise.js';
import type { Rejected } from './quarantine.js';

/** Judges an entry that has been normalised. */
export type EntryCheck = (
  entry: SentEntry,
) => { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode; readonly path: string };

/** An element of an upload that can be stored; its `_id` is still to be set. */
export interface AcceptedItem {
  readonly index: number;
  readonly entry: Entry;
  readonly identity: UploadIdentity;
}

export interface RejectedItem extends Rejected {
  readonly index: number;
}

/** Sorts the elements of an upload into good and bad ones. Good ones are normalised in place. */
export function readItems(
  items: readonly UploadItem[],
  person: PersonId,
  check: EntryCheck,
): { readonly accepted: AcceptedItem[]; readonly rejected: RejectedItem[] } {
  const accepted: AcceptedItem[] = [];
  const rejected: RejectedItem[] = [];
  const owner = { $uuid: person };
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    if (item.raw !== undefined) {
      rejected.push({ index, raw: item.raw, code: item.error, path: '' });
      continue;
    }
    const value = item.value as unknown as SentEntry;
    const missing = missingMember(value);
    if (missing !== undefined) {
      rejected.push({ index, raw: stringifyWire(item.value), code: 'entry-field-missing', path: missing });
      continue;
    }
    const undo = normaliseSent(value);
    const verdict = check(value);
    if (!verdict.ok) {
      undo?.();
      rejected.push({ index, raw: stringifyWire(item.value), code: verdict.code, path: verdict.path });
      continue;
    }
    const { type, key, write_ts: writeTs } = value.metadata;
    accepted.push({
      index,
      entry: entryOf(value, owner),
      identity: { type: type ?? '', key, writeTs },
    });
  }
  return { accepted, rejected };
}

/** All elements of an upload as bad ones. */
export function rejectItems(items: readonly UploadItem[], code: ErrorCode): RejectedItem[] {
  return items.map((item, index) => ({ index, raw: item.raw ?? stringifyWire(item.value), code, path: '' }));
}

function missingMember(value: SentEntry): string | undefined {
  if (!isObject(value)) throw new SojournError('internal', { detail: 'an upload item is not an object' });
  if (!isObject(value.metadata)) return 'metadata';
  return isObject(value.data) ? undefined : 'data';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entry as it will be stored: the server's members first, then what was sent, in its order. */
function entryOf(sent: SentEntry, owner: { $uuid: string }): Entry {
  const entry = { _id: { $oid: '' }, user_id: owner } as Entry;
  for (const name in sent) {
    if (name === 'metadata') entry.metadata = sent.metadata;
    else if (name === 'data') entry.data = sent.data;
    else if (name !== '_id' && name !== 'user_id') setMember(entry, name, sent[name as keyof SentEntry]);
  }
  return entry;
}
