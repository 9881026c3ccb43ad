import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Services } from '../services/index.js';

/** What a listening port counts. */
export interface PortFigures {
  /** Open connections. */
  readonly connections: number;
  /** Connections beyond the limit since the start. */
  readonly refused: number;
}

/** The figures that the gateway keeps about itself. */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'gateway_requests_total',
    help: 'Requests answered, by API endpoint and status',
    labelNames: ['endpoint', 'status'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'gateway_request_seconds',
    help: 'Time from the request line to the end of the answer',
    labelNames: ['endpoint'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [this.#registry],
  });
  readonly #underWay = new Gauge({
    name: 'gateway_requests_under_way',
    help: 'Requests whose answer has not ended',
    registers: [this.#registry],
  });
  readonly #rateLimited = new Counter({
    name: 'gateway_rate_limited_total',
    help: 'Requests refused by a rate limit, by scope',
    labelNames: ['scope'],
    registers: [this.#registry],
  });
  readonly #failures = new Counter({
    name: 'gateway_service_failures_total',
    help: 'Attempts at a service that failed, by service and error code',
    labelNames: ['service', 'code'],
    registers: [this.#registry],
  });
  readonly #replicas = new Gauge({
    name: 'gateway_replica_up',
    help: 'Whether a replica is believed to be up',
    labelNames: ['service', 'replica'],
    registers: [this.#registry],
  });
  readonly #connections = new Gauge({
    name: 'gateway_connections',
    help: 'Open connections of clients, refused ones included',
    registers: [this.#registry],
  });
  readonly #refusedConnections = new Gauge({
    name: 'gateway_connections_refused',
    help: 'Connections beyond the limit so far, told to come back later or closed',
    registers: [this.#registry],
  });
  // Hot path: plain numbers, handed to the registry when it is read.
  readonly #pending = new Map<string, number>();
  #active = 0;

  /** A request has begun. */
  started(): void {
    this.#active += 1;
  }

  /** A request has ended after that many seconds. */
  ended(endpoint: string, status: number, seconds: number): void {
    this.#active -= 1;
    const key = `${endpoint} ${status}`;
    this.#pending.set(key, (this.#pending.get(key) ?? 0) + 1);
    this.#seconds.observe({ endpoint }, seconds);
  }

  /** A request was refused by a rate limit. */
  rateLimited(scope: string): void {
    this.#rateLimited.inc({ scope });
  }

  /** An attempt at a service has failed. */
  serviceFailed(service: string, code: string): void {
    this.#failures.inc({ service, code });
  }

  /** All figures in the text format of Prometheus. */
  async text(services: Services, ports: readonly PortFigures[]): Promise<string> {
    for (const [key, count] of this.#pending) {
      const [endpoint = '', status = ''] = key.split(' ');
      this.#requests.inc({ endpoint, status }, count);
    }
    this.#pending.clear();
    this.#underWay.set(this.#active);
    this.#connections.set(ports.reduce((sum, { connections }) => sum + connections, 0));
    this.#refusedConnections.set(ports.reduce((sum, { refused }) => sum + refused, 0));
    this.#replicas.reset();
    for (const service of services.values()) {
      for (const replica of service.replicas) {
        this.#replicas.set({ service: service.name, replica: replica.address }, replica.healthy ? 1 : 0);
      }
    }
    return await this.#registry.metrics();
  }
}
