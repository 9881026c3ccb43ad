import { parseWire } from './parse.js';
import { maximumEnvelopeDepth } from './value.js';

// Integers beyond exact doubles have 17 digits or more, or 16 that begin with a 9.
const longInteger = /[^.\d](?:\d{17}|9\d{15})/;

/**
 * Parses what our own processes wrote. That is extended JSON in its canonical form already, so the platform's parser
 * does, except for integers that it would round.
 * @throws SyntaxError or SojournError when the text is no JSON
 */
export function parseCanonical(text: string): unknown {
  return longInteger.test(text) ? parseWire(text, maximumEnvelopeDepth) : JSON.parse(text);
}
