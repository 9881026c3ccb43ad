import { Readable } from 'node:stream';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { FastifyRequest } from 'fastify';
import type { ResultPage, ResultStream } from '../timeseries/index.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const LINES_IN_PIECE = 256;
const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
const NDJSON_TYPE = 'application/x-ndjson; charset=utf-8';

/** An answer that is rendered already. */
export class RenderedAnswer {
  constructor(
    readonly type: string,
    readonly body: Readable | Buffer | string,
  ) {}
}

/** Whether the caller would rather have one entry a line than a JSON document. */
export function wantsLines(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes('application/x-ndjson');
}

/** `{"<member>":[…all entries…]}`, rendered while they are read. */
export function listAnswer(member: string, entries: ResultStream): Promise<RenderedAnswer> {
  return streamed(JSON_TYPE, entries.json(','), `{${JSON.stringify(member)}:[`, ']}');
}

/** All entries in the form of the only page, rendered while they are read. */
export function onlyPageAnswer(member: string, entries: ResultStream): Promise<RenderedAnswer> {
  return streamed(JSON_TYPE, entries.json(','), `{${JSON.stringify(member)}:[`, '],"cursor":null}');
}

/** Every entry on a line of its own, rendered while they are read. */
export function linesAnswer(entries: ResultStream): Promise<RenderedAnswer> {
  return streamed(NDJSON_TYPE, entries.json('\n'), '', '\n');
}

/** A table as an Arrow IPC stream, written while it is read. */
export function frameAnswer(chunks: AsyncIterable<Uint8Array>): Promise<RenderedAnswer> {
  return streamed(ARROW_TYPE, chunks, '', '');
}

/** Every value on a line of its own. */
export function valuesAnswer(values: readonly unknown[]): RenderedAnswer {
  return new RenderedAnswer(NDJSON_TYPE, Readable.from(linesOf(values), { objectMode: false }));
}

/** `{"<member>":[…one page…],…more members…,"cursor":…}`. */
export function pageAnswer(member: string, page: ResultPage, more: object = {}): RenderedAnswer {
  const head = Buffer.from(`{${JSON.stringify(member)}:[`);
  const tail = Buffer.from(`],${JSON.stringify({ ...more, cursor: page.cursor }).slice(1)}`);
  return new RenderedAnswer(JSON_TYPE, Buffer.concat([head, ...page.chunks, tail]));
}

/** Lines in pieces that are worth a write each. */
function* linesOf(values: readonly unknown[]): Generator<Buffer> {
  for (let start = 0; start < values.length; start += LINES_IN_PIECE) {
    const lines = values.slice(start, start + LINES_IN_PIECE).map((value) => `${stringifyWire(value)}\n`);
    yield Buffer.from(lines.join(''));
  }
}

/**
 * Chunks between a head and a tail. The first chunk is awaited before anything is sent, so that what
 * prevents reading at all (a locked person, say) is still answered as an error. The tail of NDJSON belongs to
 * its last line, hence to nothing when there is none.
 */
async function streamed(
  type: string,
  chunks: AsyncIterable<Uint8Array>,
  head: string,
  tail: string,
): Promise<RenderedAnswer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return new RenderedAnswer(type, head === '' ? '' : head + tail);
  const body = Readable.from(framed(first.value, iterator, head, tail), { objectMode: false });
  return new RenderedAnswer(type, body);
}

async function* framed(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  head: string,
  tail: string,
): AsyncGenerator<Uint8Array> {
  try {
    if (head !== '') yield Buffer.from(head);
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    if (tail !== '') yield Buffer.from(tail);
  } finally {
    await rest.return?.();
  }
}
