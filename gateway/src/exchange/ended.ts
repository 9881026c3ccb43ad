import type { GatewayRequest, GatewayResponse } from './exchange.js';

/** Calls back once when the answer has been sent or cut off, for a WebSocket when its connection has closed. */
export function onEnded(request: GatewayRequest, response: GatewayResponse, callback: () => void): void {
  const { upgrade } = request.exchange;
  if (upgrade === undefined) response.once('close', callback);
  else upgrade.socket.once('close', callback);
}
