import { SojournError } from '../errors.js';
import { parseCanonical, stringifyWire } from '../wire/index.js';

const NEWLINE = 10;

/**
 * Reads newline-delimited JSON: one list of values for each chunk that arrives, in order.
 * @throws SojournError `response-invalid` when a line is no JSON
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown[]> {
  const decoder = new TextDecoder();
  // Chunks that hold no newline yet are kept apart: joining them one by one would be quadratic.
  let open: string[] = [];
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (chunk.indexOf(NEWLINE) === -1) {
      open.push(text);
      continue;
    }
    const end = text.lastIndexOf('\n');
    const complete = open.join('') + text.slice(0, end);
    open = [text.slice(end + 1)];
    const values = parseLines(complete);
    if (values.length > 0) yield values;
  }
  const values = parseLines(open.join('') + decoder.decode());
  if (values.length > 0) yield values;
}

// One call of the parser for all lines of a chunk is faster than one each.
function parseLines(text: string): unknown[] {
  const lines = text.trim();
  if (lines === '') return [];
  try {
    return parseCanonical(`[${lines.replace(/\n+/g, ',')}]`) as unknown[];
  } catch {
    throw new SojournError('response-invalid', { detail: 'a line of the stream is no JSON' });
  }
}

const CHUNK_CHARACTERS = 64 * 1024;

/** Writes values as newline-delimited JSON in chunks of useful size. */
export async function* writeLines(
  values: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let text = '';
  for await (const value of values) {
    text += `${stringifyWire(value)}\n`;
    if (text.length >= CHUNK_CHARACTERS) {
      yield encoder.encode(text);
      text = '';
    }
  }
  if (text !== '') yield encoder.encode(text);
}

/** A byte stream of an iterable, for the body of a request. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
