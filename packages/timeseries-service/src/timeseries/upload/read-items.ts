import {
  type Entry,
  type ErrorCode,
  type PersonId,
  type PhoneEntry,
  type StreamRegistry,
  validateEntry,
} from '@sojourn/datamodel';
import { normaliseUpload } from '@sojourn/datamodel/formats';
import { setMember, stringifyWire } from '@sojourn/datamodel/wire';
import { Turn } from '../../turns.js';
import type { UploadItem } from '../timeseries.js';
import type { UploadIdentity } from './identity.js';
import type { Rejected } from './quarantine.js';

/** An element of an upload that can be stored; its `_id` is still to be set. */
export interface AcceptedItem {
  readonly index: number;
  readonly entry: Entry;
  readonly identity: UploadIdentity;
}

export interface RejectedItem extends Rejected {
  readonly index: number;
}

/** Sorts the elements of an upload into good ones, normalised, and bad ones as they came. */
export async function readItems(
  items: readonly UploadItem[],
  person: PersonId,
  streams: StreamRegistry,
): Promise<{ readonly accepted: AcceptedItem[]; readonly rejected: RejectedItem[] }> {
  const accepted: AcceptedItem[] = [];
  const rejected: RejectedItem[] = [];
  const owner = { $uuid: person };
  const turn = new Turn();
  for (let index = 0; index < items.length; index++) {
    if (turn.isOver) await turn.pass();
    const item = items[index]!;
    if (item.raw !== undefined) {
      rejected.push({ index, raw: item.raw, code: item.error, path: '' });
      continue;
    }
    const value = normaliseUpload(item.value as unknown as PhoneEntry);
    const verdict = validateEntry(streams, value);
    if (!verdict.ok) {
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

/** The entry as it will be stored: the server's members first, then what was sent, in its order. */
function entryOf(sent: PhoneEntry, owner: { $uuid: string }): Entry {
  const entry = { _id: { $oid: '' }, user_id: owner } as Entry;
  for (const name in sent) {
    if (name === 'metadata') entry.metadata = sent.metadata;
    else if (name === 'data') entry.data = sent.data;
    else if (name !== '_id' && name !== 'user_id') setMember(entry, name, sent[name as keyof PhoneEntry]);
  }
  return entry;
}
