import { SojournError } from '../errors.js';
import { normaliseExtended } from './extended.js';
import { JsonReader } from './json-reader.js';
import { isDeeperThan, maximumDepth, type WireValue } from './value.js';

// Integers beyond exact doubles have 17 digits or more, or 16 that begin with a 9; digits after a decimal point do
// not count. Shorter ones are common: phones send nanoseconds since their start.
const longInteger = /[^.\d](?:\d{17}|9\d{15})/;
const longIntegerFirst = /^(?:\d{17}|9\d{15})/;

/**
 * Parses extended JSON into the form that entries have in memory. Bare `NaN` and infinities are accepted; −0 stays
 * −0; an integer literal beyond exact doubles becomes a bigint.
 * @throws SojournError `entry-malformed`, `entry-truncated`, `entry-too-deep`
 */
export function parseWire(text: string): WireValue {
  const value = parseLenient(text);
  return text.includes('"$') || text.includes('\\u0024') ? normaliseExtended(value) : value;
}

function parseLenient(text: string): WireValue {
  const fast = parseFast(text);
  if (fast !== undefined) {
    if (isDeeperThan(fast, maximumDepth)) throw new SojournError('entry-too-deep');
    return fast;
  }
  const reader = new JsonReader(text);
  try {
    const value = reader.value();
    if (!reader.atEnd()) throw new SojournError('entry-malformed');
    return value;
  } catch (error) {
    throw readErrorOf(error);
  }
}

/** The value by `JSON.parse`; undefined when the text is not strict JSON or holds integers that it would round. */
export function parseFast(text: string): WireValue | undefined {
  if (longInteger.test(text) || longIntegerFirst.test(text)) return undefined;
  try {
    return JSON.parse(text) as WireValue;
  } catch {
    return undefined;
  }
}

/** A reader's failure as an error of the catalogue. */
export function readErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'JsonReadError') return error;
  const { reason } = error as Error & { reason: string };
  if (reason === 'depth') return new SojournError('entry-too-deep');
  return new SojournError(reason === 'truncated' ? 'entry-truncated' : 'entry-malformed');
}
