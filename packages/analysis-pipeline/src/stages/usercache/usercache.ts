import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import { isKnownZone } from '@sojourn/datamodel/time';
import type { FailedRow, Stage, StageInput, StageOutput, UsercacheRow } from '../stage.js';
import { markSeconds } from '../state.js';

const name = 'USERCACHE';

/** Documents go from the server to the phone; they are no data to keep. */
const documentType = 'document';

/**
 * Converts what phones uploaded to the common form and moves it to the long-term series, in order of arrival. Rows that
 * cannot be converted are done with as well; rows from the future wait.
 */
export const usercacheMove: Stage = { name, needs: () => [], run };

function run({ usercache, range, states }: StageInput): StageOutput | undefined {
  const rows = usercache.filter(({ entry }) => entry.metadata.type !== documentType);
  if (rows.length === 0) return undefined;
  const insert: Entry[] = [];
  const drain: UsercacheRow[] = [];
  const moved = new Map<Entry, UsercacheRow>();
  const failed: FailedRow[] = [];
  let last: number | undefined;
  const waiting: UsercacheRow[] = [];
  let fallbackZone: string | undefined;
  for (const row of rows) {
    const { metadata } = row.entry;
    if (metadata.write_ts > range.end) {
      waiting.push(row);
      continue;
    }
    drain.push(row);
    const hasZone = isKnownZone(metadata.time_zone);
    if (hasZone) fallbackZone = metadata.time_zone;
    const result = toCommonForm(row.entry, fallbackZone === undefined ? {} : { fallbackZone });
    if (result.ok) {
      insert.push(result.entry);
      if (hasZone) moved.set(result.entry, row);
      last = Math.max(last ?? Number.NEGATIVE_INFINITY, metadata.write_ts);
    } else {
      failed.push({ entry: row.entry, code: result.code, path: result.path });
    }
  }
  const mark = states[name]?.last_processed_ts ?? null;
  // Late rows are moved like all others, but the mark never goes back.
  const processedUpTo = last === undefined || (mark !== null && last + markSeconds < mark) ? null : last;
  return { insert, drain, moved, failed, waiting, processedUpTo, entries: rows.length };
}
