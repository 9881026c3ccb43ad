import { SojournError } from '../errors.js';
import { normaliseExtended } from './extended.js';
import { inspect } from './inspect.js';
import { JsonReader } from './json-reader.js';
import { maximumDepth, type WireValue } from './value.js';

/**
 * Parses extended JSON into the form that entries have in memory. Bare `NaN` and infinities are accepted; −0 stays
 * −0; an integer literal beyond exact doubles becomes a bigint.
 * @param levels deepest nesting that is accepted
 * @throws SojournError `entry-malformed`, `entry-truncated`, `entry-too-deep`
 */
export function parseWire(text: string, levels = maximumDepth): WireValue {
  const value = parseStrict(text);
  if (value !== undefined) {
    const { tooDeep, wrapped, rounded } = inspect(value, levels);
    if (tooDeep) throw new SojournError('entry-too-deep');
    if (!rounded) return wrapped ? normaliseExtended(value) : value;
  }
  return normaliseExtended(parseLenient(text, levels));
}

function parseLenient(text: string, levels: number): WireValue {
  const reader = new JsonReader(text, 0, levels);
  try {
    const value = reader.value();
    if (!reader.atEnd()) throw new SojournError('entry-malformed');
    return value;
  } catch (error) {
    throw readErrorOf(error);
  }
}

/** The value by `JSON.parse`; undefined when the text is not strict JSON. */
export function parseStrict(text: string): WireValue | undefined {
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
