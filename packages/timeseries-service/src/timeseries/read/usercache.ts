import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { IndexedBlock } from '../person/stored-block.js';
import { retryReplaced } from './retry.js';
import { type WaitingRow, WaitingRows } from './waiting-rows.js';

/**
 * Usercache rows that arrived after a sequence, in order of arrival; rows of one arrival in order of `write_ts` and
 * `_id`.
 */
export async function readUsercache(
  state: PersonState,
  afterArrival: number,
  limit: number,
): Promise<WaitingRows> {
  state.assertOpen();
  return retryReplaced(async () => {
    const blocks = state.blocks.filter(
      ({ header }) =>
        header.store === 'usercache' && header.keyVersion !== inboxKeyVersion && header.commit > afterArrival,
    );
    const until = await lastArrival(state, blocks, afterArrival, limit);
    const rows: WaitingRow[] = [];
    for (const block of blocks) {
      const opened = await state.open(block);
      if (!opened) continue;
      const times = opened.numbers('metadata.write_ts');
      for (const [row, arrival] of opened.arrivals().entries()) {
        if (arrival > afterArrival && arrival <= until)
          rows.push({ opened, row, arrival, time: times[row]! });
      }
    }
    rows.sort(byArrival);
    return new WaitingRows(rows.length > limit ? rows.slice(0, limit) : rows);
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

function byArrival(one: WaitingRow, other: WaitingRow): number {
  if (one.arrival !== other.arrival) return one.arrival - other.arrival;
  if (one.time !== other.time) return one.time - other.time;
  return one.opened.ids()[one.row]! < other.opened.ids()[other.row]! ? -1 : 1;
}
