import type { PhoneEntry } from '../entry.js';
import { isObject, setMember } from '../wire/index.js';

/** From here on a time is taken to be in milliseconds: as seconds it would be after the year 5138. */
const millisecondsFrom = 1e11;

/**
 * What every upload goes through before it is stored: `metadata.write_ts` and `data.ts` in milliseconds become
 * seconds, and dots in the member names of statistics become underscores. Gives the same object back when there is
 * nothing to do, or when it is no entry at all.
 */
export function normaliseUpload<E extends PhoneEntry>(entry: E): E {
  if (!isObject(entry as unknown)) return entry;
  const { metadata, data } = entry;
  if (!isObject(metadata as unknown) || !isObject(data as unknown)) return entry;
  let result = entry;
  if (isMilliseconds(metadata.write_ts)) {
    result = { ...result, metadata: { ...metadata, write_ts: metadata.write_ts / 1000 } };
  }
  if (isMilliseconds(data.ts)) result = { ...result, data: { ...data, ts: data.ts / 1000 } };
  if (typeof metadata.key === 'string' && metadata.key.includes('stats') && hasDottedName(result.data)) {
    result = { ...result, data: withoutDots(result.data) };
  }
  return result;
}

function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && value >= millisecondsFrom && value < Number.POSITIVE_INFINITY;
}

function hasDottedName(object: object): boolean {
  return Object.entries(object).some(
    ([name, value]) => name.includes('.') || (isObject(value) && hasDottedName(value)),
  );
}

function withoutDots(object: object): Record<string, unknown> {
  const result = {};
  for (const [name, value] of Object.entries(object)) {
    setMember(result, name.replaceAll('.', '_'), isObject(value) ? withoutDots(value) : value);
  }
  return result;
}
