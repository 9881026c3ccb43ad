import type { Entry, PersonId } from '@sojourn/datamodel';
import { type ChangeRecord, changeKey } from './change-log.js';

/** Records as entries of the store `changes`. */
export function changeEntries(records: readonly ChangeRecord[], person: PersonId, now: number): Entry[] {
  return records.map((record, index) => ({
    _id: {
      $oid: record.sequence.toString(16).padStart(16, '0') + index.toString(16).padStart(8, '0'),
    },
    user_id: { $uuid: person },
    metadata: { key: changeKey, platform: 'server', write_ts: now / 1000 },
    data: { ...record, times: { ...record.times } },
  }));
}

/** The record that an entry holds. */
export function recordOf(entry: Entry): ChangeRecord {
  return entry.data as unknown as ChangeRecord;
}
