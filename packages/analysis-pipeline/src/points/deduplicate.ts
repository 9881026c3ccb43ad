import type { Entry } from '@sojourn/datamodel';
import { type StandardKey, standardStreams } from '@sojourn/datamodel/streams';
import { numberOf } from './columns.js';

/** The time by which a list of entries is ordered, then by id. */
export type PointOrder = 'metadata.write_ts' | 'data.ts';

const isMissing = (value: unknown): boolean => value === undefined || value === null || Number.isNaN(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint';

/**
 * Whether a field can tell two entries apart: only a field whose values are all numbers, or all booleans, over the
 * whole table takes part in the comparison.
 */
function isComparable(entries: readonly Entry[], field: string): boolean {
  let numbers = 0;
  let booleans = 0;
  let missing = 0;
  for (const { data } of entries) {
    const value = data[field];
    if (isMissing(value)) missing++;
    else if (isNumber(value)) numbers++;
    else if (typeof value === 'boolean') booleans++;
    else return false;
  }
  return booleans === 0 || (numbers === 0 && missing === 0);
}

function fingerprint(entry: Entry, fields: readonly string[]): string {
  let text = `${entry.metadata.write_ts}`;
  for (const field of fields) {
    const value = entry.data[field];
    // Adding zero makes −0 and 0 one value, as comparison by value demands.
    text += isMissing(value) ? '|' : `|${typeof value === 'boolean' ? value : numberOf(value) + 0}`;
  }
  return text;
}

/**
 * Drops repeated uploads, keeping the first: entries that agree in write time and in every compared field, where
 * missing equals missing. The same reading with another write time stays.
 * @param stream what the entries are; its definition names the payload fields that are compared
 * @param order how the entries are ordered: those that agree have the same time in it
 */
export function deduplicate(
  entries: readonly Entry[],
  stream: StandardKey,
  order: PointOrder = 'metadata.write_ts',
): readonly Entry[] {
  const timeOf = order === 'data.ts' ? sensed : written;
  let fields: readonly string[] | undefined;
  let kept: Entry[] | undefined;
  for (let start = 0; start < entries.length; ) {
    const time = timeOf(entries[start]!);
    let end = start + 1;
    while (end < entries.length && timeOf(entries[end]!) === time) end++;
    if (end - start > 1) {
      fields ??= comparedIn(stream).filter((field) => isComparable(entries, field));
      kept ??= entries.slice(0, start);
      const seen = new Set<string>();
      for (let row = start; row < end; row++) {
        const print = fingerprint(entries[row]!, fields);
        if (seen.has(print)) continue;
        seen.add(print);
        kept.push(entries[row]!);
      }
    } else {
      kept?.push(entries[start]!);
    }
    start = end;
  }
  return kept ?? entries;
}

const written = ({ metadata }: Entry): unknown => metadata.write_ts;
const sensed = ({ data }: Entry): unknown => data.ts;

const comparedIn = (stream: StandardKey): readonly string[] => standardStreams.get(stream)?.deduplicate ?? [];
