import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { SojournError } from '@sojourn/datamodel';
import type { FastifyInstance, RequestPayload } from 'fastify';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Lets every route of an instance take compressed bodies. The body limit counts what comes out, so a small
 * body that expands without end is refused; one that is cut or damaged is `encoding-invalid`.
 */
export function acceptCompressedBodies(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity' || encoding === '') return payload;
    const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
    if (!decoder) {
      throw new SojournError('encoding-invalid', {
        detail: `accepted encodings are ${Object.keys(DECODERS).join(', ')}`,
      });
    }
    return decoded(payload, decoder);
  });
}

/** The decoded stream, with the count of encoded bytes that fastify compares with Content-Length. */
function decoded(payload: RequestPayload, decoder: Transform): RequestPayload {
  let received = 0;
  payload.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  // The failure reaches the reader through the decoder.
  pipeline(payload, decoder, () => undefined);
  const stream = Readable.from(chunksOf(decoder), { objectMode: false });
  // Fastify stops listening once it has refused a body; a late failure must not end the process.
  stream.on('error', () => undefined);
  return Object.defineProperty(stream, 'receivedEncodedLength', { get: () => received });
}

async function* chunksOf(decoder: Transform): AsyncGenerator<Buffer> {
  try {
    yield* decoder;
  } catch (cause) {
    throw new SojournError('encoding-invalid', { cause });
  }
}
