import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import type { UsercacheRow } from '../timeseries.js';
import { retryReplaced } from './retry.js';

/**
 * Usercache rows that arrived after a sequence, in order of arrival; rows of one arrival in order of `write_ts` and
 * `_id`. Only as many entries are built as the limit needs.
 */
export async function readUsercache(
  state: PersonState,
  afterArrival: number,
  limit: number,
): Promise<UsercacheRow[]> {
  state.assertOpen();
  return retryReplaced(async () => {
    const blocks = state.blocks.filter(
      ({ header }) =>
        header.store === 'usercache' && header.keyVersion !== inboxKeyVersion && header.commit > afterArrival,
    );
    const until = await lastArrival(state, blocks, afterArrival, limit);
    const rows: UsercacheRow[] = [];
    for (const block of blocks) {
      const opened = await state.open(block);
      if (!opened) continue;
      const isWhole = afterArrival === 0 && until === Infinity;
      const entries = isWhole ? opened.objects() : undefined;
      for (const [row, arrival] of opened.arrivals().entries()) {
        if (arrival > afterArrival && arrival <= until) {
          rows.push({ arrival, entry: entries?.[row] ?? opened.object(row) });
        }
      }
    }
    rows.sort(byArrival);
    return rows.length > limit ? rows.slice(0, limit) : rows;
  });
}

/** The arrival within which the limit is reached. */
async function lastArrival(
  state: PersonState,
  blocks: readonly IndexedBlock[],
  afterArrival: number,
  limit: number,
): Promise<number> {
  const count = blocks.reduce((sum, { header }) => sum + header.count, 0);
  if (count <= limit) return Infinity;
  if (limit <= 0) return afterArrival;
  const arrivals: number[] = [];
  for (const block of blocks) {
    const opened = await state.open(block);
    for (const arrival of opened?.arrivals() ?? []) if (arrival > afterArrival) arrivals.push(arrival);
  }
  arrivals.sort((one, other) => one - other);
  return arrivals[limit - 1] ?? Infinity;
}

function byArrival(one: UsercacheRow, other: UsercacheRow): number {
  if (one.arrival !== other.arrival) return one.arrival - other.arrival;
  const difference = one.entry.metadata.write_ts - other.entry.metadata.write_ts;
  if (difference !== 0) return difference;
  return one.entry._id.$oid < other.entry._id.$oid ? -1 : 1;
}
