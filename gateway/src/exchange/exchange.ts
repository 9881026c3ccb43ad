import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What the gateway knows about one request and its answer, made once before any policy runs. */
export interface Exchange {
  /** Request id, made here and passed on as `x-request-id`. */
  readonly id: string;
  /** Canonical path without query. */
  readonly path: string;
  /** Address of the client: the peer, or what a trusted proxy in front said. */
  readonly client: string;
  /** Milliseconds of the monotonic clock when the request arrived. */
  readonly started: number;
  /** How the request frames its body. */
  readonly framing: 'none' | 'length' | 'chunked';
  /** Set when the client asked for a WebSocket; the socket then belongs to whoever takes it. */
  readonly upgrade?: { readonly socket: Duplex; readonly head: Buffer };
  /** Whether the request came over TLS. */
  readonly secure: boolean;
  /** Set once the connection has become a WebSocket. */
  upgraded: boolean;
  /** Name of the matched API endpoint in the route table. */
  endpoint: string;
  /** Lower-case names; added to the answer in place of what a service sent under the same name. */
  readonly responseHeaders: Record<string, string>;
  /** Most bytes of body that may pass; undefined: any number. */
  bodyLimit: number | undefined;
  /** Called when the answer has ended; see `onEnded`. */
  ended: (() => void)[] | undefined;
  /** State of whoever forwards the request. */
  journey: unknown;
}

/** A request with its exchange. */
export type GatewayRequest = IncomingMessage & { exchange: Exchange };

/** The answer that belongs to a {@link GatewayRequest}. */
export type GatewayResponse = ServerResponse;
