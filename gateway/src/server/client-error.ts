import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemJson } from '../exchange/index.js';

/** Answers what is not a readable HTTP request, and closes the connection: what follows cannot be told apart. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
  const message = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage;
  if (!socket.writable || error.code === 'ECONNRESET' || message?.headersSent) {
    socket.destroy();
    return;
  }
  const status = statusOf(error.code);
  const body = status === 400 ? problemJson('request-invalid', 'not a well-formed HTTP/1.1 request') : '';
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...(body === '' ? [] : ['content-type: application/problem+json']),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function statusOf(code: string | undefined): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    default:
      return 400;
  }
}
