import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ResultPage, ResultStream } from '../timeseries/index.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const NDJSON = 'application/x-ndjson';

/** Whether the caller would rather have one entry a line than a JSON document. */
export function wantsLines(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes(NDJSON);
}

/** Answers `{"<member>":[…all entries…]}` while they are read. */
export function sendList(reply: FastifyReply, member: string, entries: ResultStream): Promise<FastifyReply> {
  return sendBytes(reply, JSON_TYPE, entries.json(','), `{${JSON.stringify(member)}:[`, ']}');
}

/** Answers every entry on a line of its own while they are read. */
export function sendLines(reply: FastifyReply, entries: ResultStream): Promise<FastifyReply> {
  return sendBytes(reply, `${NDJSON}; charset=utf-8`, entries.json('\n'), '', '\n');
}

/** Answers `{"<member>":[…one page…],"cursor":…}`. */
export function sendPage(reply: FastifyReply, member: string, page: ResultPage): FastifyReply {
  const end = `],"cursor":${JSON.stringify(page.cursor)}}`;
  const body = Buffer.concat([Buffer.from(`{${JSON.stringify(member)}:[`), ...page.chunks, Buffer.from(end)]);
  return reply.type(JSON_TYPE).send(body);
}

/**
 * Streams chunks between a head and a tail. The first chunk is awaited before anything is sent, so that what
 * prevents reading at all (a locked person, say) is still answered as an error. The tail of NDJSON belongs to
 * its last line, hence to nothing when there is none.
 */
async function sendBytes(
  reply: FastifyReply,
  type: string,
  chunks: AsyncIterable<Uint8Array>,
  head: string,
  tail: string,
): Promise<FastifyReply> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return reply.type(type).send(head === '' ? '' : head + tail);
  return reply
    .type(type)
    .send(Readable.from(framed(first.value, iterator, head, tail), { objectMode: false }));
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
    yield Buffer.from(tail);
  } finally {
    await rest.return?.();
  }
}
