import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type GatewayRequest, type ProblemCode, problemJson, statusOf } from '../exchange/index.js';

/** Refuses a WebSocket whose connection no longer belongs to an HTTP answer. */
export function refuseUpgrade(request: GatewayRequest, socket: Duplex, code: ProblemCode): void {
  if (!socket.writable) return;
  const status = statusOf(code);
  const body = problemJson(code);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${request.exchange.id}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
