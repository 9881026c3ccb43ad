import type { GatewayRequest, GatewayResponse } from './exchange.js';

/** Calls back once when the answer has been sent or cut off, for a WebSocket when its connection has closed. */
export function onEnded(request: GatewayRequest, response: GatewayResponse, callback: () => void): void {
  const { exchange } = request;
  if (exchange.ended !== undefined) {
    exchange.ended.push(callback);
    return;
  }
  const callbacks = [callback];
  exchange.ended = callbacks;
  const source = exchange.upgrade?.socket ?? response;
  // One listener for all: adding and removing them is a noticeable part of a small request.
  source.on('close', () => {
    for (const each of callbacks) each();
  });
}
