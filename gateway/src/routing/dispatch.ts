import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import {
  answerProblem,
  canonicalTarget,
  type Exchange,
  type GatewayRequest,
  type GatewayResponse,
  type OriginReader,
  type ProblemCode,
  serviceHeaders,
} from '../exchange/index.js';
import type { HostRouter } from '../host/index.js';
import type { BoundPolicy } from '../policies/index.js';
import type { RouteTable } from './route-table.js';
import { runPolicies } from './run.js';

/** What decides about requests; replaced as a whole when the configuration is reloaded. */
export interface Routing {
  readonly prefixes: readonly string[];
  readonly originOf: OriginReader;
  readonly routes: RouteTable;
  readonly host: HostRouter;
  /** Log and count requests that no pipeline takes. */
  readonly unrouted: readonly BoundPolicy[];
}

// A body of these has no defined meaning; framed in chunks it is the classic way to smuggle a second request.
const withoutChunks = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/** Takes a request from the port to the pipeline of its route. */
export function dispatch(
  routing: Routing,
  incoming: IncomingMessage,
  response: GatewayResponse,
  upgrade?: Exchange['upgrade'],
): void {
  const { headers, socket, method = '' } = incoming;
  const target = canonicalTarget(incoming.url ?? '', routing.prefixes);
  const origin = routing.originOf(socket.remoteAddress, (socket as TLSSocket).encrypted === true, headers);
  const chunked = headers['transfer-encoding'] !== undefined;
  const length = headers['content-length'];
  const id = randomUUID();
  const request = incoming as GatewayRequest;
  request.exchange = {
    id,
    path: target?.path ?? '/',
    client: origin.client,
    secure: origin.secure,
    started: performance.now(),
    framing: chunked ? 'chunked' : length === undefined || length === '0' ? 'none' : 'length',
    ...(upgrade === undefined ? {} : { upgrade }),
    upgraded: false,
    endpoint: 'unrouted',
    responseHeaders: { 'x-request-id': id },
    bodyLimit: undefined,
    ended: undefined,
    journey: undefined,
  };
  const refuse = (code: ProblemCode, detail?: string): void => {
    for (const policy of routing.unrouted) policy(request, response);
    answerProblem(request, response, code, detail === undefined ? {} : { detail });
  };
  if (target === undefined) {
    refuse('path-invalid');
    return;
  }
  if (chunked && withoutChunks.has(method)) {
    refuse('request-invalid', 'no chunked body with this method');
    return;
  }
  if (upgrade !== undefined && headers.upgrade?.toLowerCase() !== 'websocket') {
    refuse('request-invalid', 'only WebSocket upgrades are known');
    return;
  }
  request.headers = serviceHeaders(request, { id, ...origin });
  request.url = target.path + target.query;
  const route = routing.routes(target.path);
  if (route === undefined) refuse('not-found');
  else if (route === 'host') routing.host(request, response);
  else {
    request.exchange.endpoint = route.endpoint;
    runPolicies(route.policies, request, response);
  }
}
