import type { PersonState } from '../person/person-state.js';
import type { PersonStorage } from '../timeseries.js';

/** What is kept of a person, by the headers of the blocks alone; so it works for a locked person, too. */
export function storageOf({ blocks, keys: { custody, locked } }: PersonState): PersonStorage {
  let entries = 0;
  let bytes = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { header, headerBytes } of blocks) {
    bytes += headerBytes.length + header.bytes;
    if (header.store === 'changes') continue;
    // An overlay stands for entries that are counted in their own blocks.
    if (header.generation === 0) entries += header.count;
    const written = header.times['metadata.write_ts'];
    if (written === undefined) continue;
    first = Math.min(first, written.min);
    last = Math.max(last, written.max);
  }
  const isEmpty = first > last;
  return { custody, locked, entries, bytes, first: isEmpty ? null : first, last: isEmpty ? null : last };
}
