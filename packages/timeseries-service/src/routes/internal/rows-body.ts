import { decodeRowsDocument, encodeRowsDocument, rowsMediaType } from '@sojourn/datamodel/wire';
import type { HttpServer } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import { RenderedAnswer } from '../answer.js';

/** New entries of a commit go into the store as they come; of the usercache's rows it needs the columns alone. */
const leftAsColumns = ['insert', 'drain', 'move'];

/** Lets an instance take documents with rows wherever it takes JSON. */
export function acceptRows(app: HttpServer): void {
  app.addContentTypeParser(
    rowsMediaType,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => decodeRowsDocument(body, leftAsColumns),
  );
}

/** Whether the caller would rather have a document with rows than JSON. */
export function wantsRows(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes(rowsMediaType);
}

/** A document of which some members, lists of objects, are carried as rows. */
export function rowsAnswer(document: object, lists: readonly string[]): RenderedAnswer {
  const bytes = encodeRowsDocument(document, lists);
  return new RenderedAnswer(rowsMediaType, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
