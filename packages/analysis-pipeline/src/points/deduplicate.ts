import type { Entry } from '@sojourn/datamodel';
import { numberOf } from './columns.js';

const isMissing = (value: unknown): boolean => value === undefined || value === null || Number.isNaN(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint';

/**
 * Whether a field can tell two entries apart: only a field whose values are all numbers, or all booleans, over the
 * whole table takes part in the comparison.
 */
function isComparable(entries: readonly Entry[], field: string): boolean {
  const present = entries.map((entry) => entry.data[field]).filter((value) => !isMissing(value));
  if (present.every(isNumber)) return true;
  return present.length === entries.length && present.every((value) => typeof value === 'boolean');
}

function fingerprint(entry: Entry, fields: readonly string[]): string {
  let text = '';
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
 * @param entries in order of write time
 * @param compared payload fields that the comparison looks at
 */
export function deduplicate(entries: readonly Entry[], compared: readonly string[]): readonly Entry[] {
  let fields: readonly string[] | undefined;
  let kept: Entry[] | undefined;
  for (let start = 0; start < entries.length; ) {
    const writeTime = entries[start]!.metadata.write_ts;
    let end = start + 1;
    while (end < entries.length && entries[end]!.metadata.write_ts === writeTime) end++;
    if (end - start > 1) {
      fields ??= compared.filter((field) => isComparable(entries, field));
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
