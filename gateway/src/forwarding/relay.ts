import type { ClientRequest, IncomingMessage } from 'node:http';
import type { GatewayRequest, GatewayResponse } from '../exchange/index.js';

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // What runs behind the gateway is nobody's business.
  'server',
  'x-powered-by',
]);

// Up to this size an answer that has come as a whole leaves as a whole.
const smallBytes = 32_768;

/**
 * Sends a replica's answer to the client as it comes, with the headers that policies have set.
 *
 * @throws Error when the status or a header is none that HTTP allows; nothing has been sent then
 */
export function relay(upstream: IncomingMessage, request: GatewayRequest, response: GatewayResponse): void {
  const headers = answerHeaders(upstream, request.exchange.responseHeaders);
  // The standard reason phrase: Node refuses some that its parser lets in.
  response.writeHead(upstream.statusCode ?? 0, headers);
  const length = upstream.headers['content-length'];
  // Without a known length the answer may be a stream of events whose first byte is far away.
  if (length === undefined) response.flushHeaders();
  const whole = length !== undefined && Number(length) <= smallBytes ? Number(length) : -1;
  upstream.on('data', (chunk: Buffer) => {
    // As text it leaves in one write together with the headers.
    if (chunk.length === whole) response.end(chunk.toString('latin1'), 'latin1');
    else if (!response.write(chunk)) {
      upstream.pause();
      response.once('drain', () => upstream.resume());
    }
  });
  upstream.once('end', () => {
    if (!response.writableEnded) response.end();
  });
}

/** Names and values in turn: the replica's headers but for hop-by-hop ones, then the gateway's own. */
export function answerHeaders(upstream: IncomingMessage, own: Readonly<Record<string, string>>): string[] {
  const { rawHeaders } = upstream;
  const { connection } = upstream.headers;
  const nominated =
    connection === undefined || connection === 'keep-alive' || connection === 'close'
      ? undefined
      : new Set(connection.split(',').map((token) => token.trim().toLowerCase()));
  const headers: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || nominated?.has(lower)) continue;
    if (lower !== 'vary' && Object.hasOwn(own, lower)) continue;
    headers.push(name, rawHeaders[index + 1]!);
  }
  for (const name in own) headers.push(name, own[name]!);
  return headers;
}

/** Whether a request can be repeated without harm when it is not known if the first one arrived. */
export function repeatable(request: GatewayRequest, attempt: ClientRequest | undefined): boolean {
  const { method, exchange } = request;
  return (
    exchange.framing === 'none' &&
    (method === 'GET' || method === 'HEAD') &&
    // Only a kept-alive connection can have been closed by the replica while the request was on its way.
    attempt?.reusedSocket === true
  );
}
