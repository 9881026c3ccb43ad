import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import type { UsercacheRow } from '../timeseries.js';
import { retryReplaced } from './retry.js';

/** Usercache rows that arrived after a sequence, in order of arrival; rows of one arrival in order of `write_ts`. */
export async function readUsercache(
  state: PersonState,
  afterArrival: number,
  limit: number,
): Promise<UsercacheRow[]> {
  state.assertOpen();
  return retryReplaced(async () => {
    const blocks = state.blocks
      .filter(
        ({ header }) =>
          header.store === 'usercache' &&
          header.keyVersion !== inboxKeyVersion &&
          header.commit > afterArrival,
      )
      .sort((one, other) => one.header.commit - other.header.commit);
    const rows: UsercacheRow[] = [];
    for (const block of blocks) {
      const opened = await state.open(block);
      if (!opened) continue;
      const arrivals = opened.arrivals();
      for (const [row, entry] of opened.objects().entries()) {
        if (arrivals[row]! > afterArrival) rows.push({ arrival: arrivals[row]!, entry });
      }
    }
    rows.sort(
      (one, other) =>
        one.arrival - other.arrival || one.entry.metadata.write_ts - other.entry.metadata.write_ts,
    );
    return rows.length > limit ? rows.slice(0, limit) : rows;
  });
}
