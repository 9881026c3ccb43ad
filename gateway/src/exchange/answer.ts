import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayRequest, GatewayResponse } from './exchange.js';
import { type ProblemCode, problemJson, statusOf } from './problem.js';

// How long a refused client may go on sending before the connection is cut: closing at once would reset the
// connection and the client would never read the answer.
const lingerMs = 2000;

/** Answers with JSON text (or nothing, for an empty body) and the headers that policies have set. */
export function answer(
  request: GatewayRequest,
  response: GatewayResponse,
  status: number,
  body: string,
  contentType = 'application/json',
): void {
  if (response.headersSent || response.destroyed) return;
  const headers = request.exchange.responseHeaders;
  if (body !== '') headers['content-type'] = contentType;
  if (status !== 204) headers['content-length'] = String(Buffer.byteLength(body));
  const unread = request.exchange.framing !== 'none' && !request.complete;
  if (unread) headers.connection = 'close';
  response.writeHead(status, headers);
  if (!unread) {
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  if (request.method !== 'HEAD' && body !== '') response.write(body);
  else response.flushHeaders();
  endWhenRead(request, response);
}

/** Ends an answer that has been written before its request was read, when the rest of the request has come or a while is over. */
export function endWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const timer = setTimeout(end, lingerMs);
  function end(): void {
    clearTimeout(timer);
    response.end();
  }
  request.once('end', end);
  response.once('close', () => clearTimeout(timer));
  request.resume();
}

/** Answers with problem details, never cached. */
export function answerProblem(
  request: GatewayRequest,
  response: GatewayResponse,
  code: ProblemCode,
  particulars: { readonly detail?: string; readonly retryAfter?: number } = {},
): void {
  const headers = request.exchange.responseHeaders;
  headers['cache-control'] = 'no-store';
  if (particulars.retryAfter !== undefined) headers['retry-after'] = String(particulars.retryAfter);
  answer(
    request,
    response,
    statusOf(code),
    problemJson(code, particulars.detail),
    'application/problem+json',
  );
}
