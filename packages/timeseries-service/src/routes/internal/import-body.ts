import type { Readable } from 'node:stream';
import { SojournError } from '@sojourn/datamodel';
import { maximumEnvelopeDepth, parseEntryText, parseWire } from '@sojourn/datamodel/wire';
import type { HttpServer } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';

const NDJSON = 'application/x-ndjson';

/** Entries that are committed at once. */
const BATCH_SIZE = 4096;
/** Longest line in bytes; no entry comes near it. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Lets an instance read extended JSON exactly (no number is rounded), and hands NDJSON to the route as it
 * arrives.
 */
export function acceptExtendedJson(app: HttpServer): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => {
      if (text === '') throw new SojournError('request-invalid', { detail: 'the body is empty' });
      return parseWire(text, maximumEnvelopeDepth);
    },
  );
  app.addContentTypeParser(NDJSON, async (_request: FastifyRequest, payload: Readable) => payload);
}

/**
 * The entries of an import, a batch at a time. A line that is no entry stays in its place as its text, so
 * that it is counted and reported.
 * @throws SojournError `request-invalid` when the body is neither a list nor lines
 */
export async function* batchesOf(body: unknown): AsyncGenerator<readonly unknown[]> {
  if (Array.isArray(body)) {
    for (let start = 0; start < body.length; start += BATCH_SIZE) yield body.slice(start, start + BATCH_SIZE);
    return;
  }
  if (!isStream(body))
    throw new SojournError('request-invalid', { detail: 'the body is not a list of entries' });
  let batch: unknown[] = [];
  for await (const line of linesOf(body)) {
    const item = parseEntryText(line);
    batch.push(item.error === undefined ? item.value : item.raw);
    if (batch.length === BATCH_SIZE) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Lines without their ends; empty ones are passed over. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new SojournError('too-large', { detail: 'a line is too long' });
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  const last = rest + decoder.decode();
  if (last.trim() !== '') yield last;
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
