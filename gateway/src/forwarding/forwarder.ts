import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Stream } from 'node:stream';
import { createProxyServer, type ProxyServer } from 'httpxy';
import { answerProblem, type GatewayRequest, type GatewayResponse, onEnded } from '../exchange/index.js';
import type { GatewayMetrics } from '../metrics/index.js';
import { ConnectionTimeout, type Replica, type Service } from '../services/index.js';
import { ForwardedBody } from './body.js';
import { type Failure, failureOf, problemOf } from './failure.js';
import { relay, repeatable } from './relay.js';
import { refuseUpgrade } from './upgrade.js';

/** One request on its way to a service. */
interface Journey {
  readonly request: GatewayRequest;
  readonly response: GatewayResponse;
  readonly service: Service;
  readonly body: ForwardedBody;
  /** Replicas that could not be reached. */
  readonly failed: Replica[];
  replica: Replica;
  upstream: ClientRequest | undefined;
  repeated: boolean;
}

/** Forwards requests to services and their answers to clients, both ways as they come. */
export class Forwarder {
  readonly #core: ProxyServer;
  readonly #metrics: GatewayMetrics;

  constructor(metrics: GatewayMetrics) {
    this.#metrics = metrics;
    this.#core = createProxyServer({ selfHandleResponse: true, xfwd: false, changeOrigin: false });
    this.#core.on('proxyReq', (upstream, request) => {
      journeyOf(request).upstream = upstream;
    });
    this.#core.on('proxyReqWs', (upstream, request) => this.#upgrading(upstream, journeyOf(request)));
    this.#core.on('proxyRes', (answer, request) => this.#answered(answer, journeyOf(request)));
    this.#core.on('error', (error, request) => {
      if (request !== undefined) this.#failed(error, journeyOf(request));
    });
  }

  /** Forwards a request to a service; answers with 502, 503 or 504 when that does not work out. */
  forward(service: Service, request: GatewayRequest, response: GatewayResponse): void {
    const replica = service.pick([]);
    if (replica === undefined || replica === 'full') {
      this.#refuse(request, response, 'unreachable');
      return;
    }
    const body = new ForwardedBody(request);
    const journey: Journey = {
      request,
      response,
      service,
      body,
      failed: [],
      replica,
      upstream: undefined,
      repeated: false,
    };
    request.exchange.journey = journey;
    onEnded(request, response, () => {
      journey.replica.active -= 1;
    });
    replica.active += 1;
    this.#attempt(journey);
  }

  #attempt({ request, response, replica, body }: Journey): void {
    const { upgrade } = request.exchange;
    if (upgrade !== undefined) {
      request.headers.connection = 'Upgrade';
      request.headers.upgrade = 'websocket';
      const socket = upgrade.socket as Socket;
      response.detachSocket(socket);
      this.#core.ws(request, socket, { target: replica.target, agent: false }, upgrade.head).catch(() => {});
      return;
    }
    this.#core
      .web(request, response, {
        target: replica.target,
        agent: replica.connections,
        buffer: body as unknown as Stream,
      })
      .catch(() => {});
  }

  #upgrading(upstream: ClientRequest, { request, service }: Journey): void {
    const { exchange } = request;
    const client = exchange.upgrade?.socket;
    const { timeout } = service.settings;
    upstream.setTimeout(timeout, () =>
      upstream.destroy(new ConnectionTimeout(upstream.socket?.connecting === false)),
    );
    upstream.once('upgrade', (_answer, socket) => {
      exchange.upgraded = true;
      // Whichever side vanishes without a farewell takes the other with it.
      client?.once('close', () => socket.destroy());
      socket.once('close', () => client?.end());
    });
  }

  #answered(answer: IncomingMessage, journey: Journey): void {
    const { request, response, upstream, body } = journey;
    try {
      relay(answer, request, response);
    } catch (error) {
      upstream?.destroy();
      this.#failed(error as Error, journey);
      return;
    }
    if (upstream === undefined || upstream.writableFinished) return;
    // The replica has answered before it read the whole body: the rest has no reader.
    answer.once('end', () => {
      if (!upstream.writableFinished) body.discard(upstream);
    });
  }

  #failed(error: Error, journey: Journey): void {
    const { response, service, replica } = journey;
    const { upgrade, upgraded } = journey.request.exchange;
    // Nobody is left to be told.
    if (upgraded || response.destroyed || upgrade?.socket.destroyed) return;
    const failure = failureOf(error);
    this.#metrics.serviceFailed(service.name, failure);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (failure === 'unreachable') {
      service.eject(replica);
      journey.failed.push(replica);
      if (upgrade === undefined && this.#tryAnother(journey)) return;
    } else if (failure === 'broken' && !journey.repeated && repeatable(journey.request, journey.upstream)) {
      journey.repeated = true;
      // The repeated request must not meet another connection that has just been closed.
      replica.connections.closeFree();
      this.#attempt(journey);
      return;
    }
    this.#refuse(journey.request, response, failure);
  }

  #tryAnother(journey: Journey): boolean {
    const next = journey.service.pick(journey.failed);
    if (next === undefined || next === 'full') return false;
    journey.replica.active -= 1;
    next.active += 1;
    journey.replica = next;
    this.#attempt(journey);
    return true;
  }

  #refuse(request: GatewayRequest, response: ServerResponse, failure: Failure): void {
    const { code, ...particulars } = problemOf(failure);
    const { upgrade } = request.exchange;
    if (upgrade !== undefined && response.socket === null) refuseUpgrade(request, upgrade.socket, code);
    else answerProblem(request, response, code, particulars);
  }
}

function journeyOf(request: IncomingMessage): Journey {
  return (request as GatewayRequest).exchange.journey as Journey;
}
