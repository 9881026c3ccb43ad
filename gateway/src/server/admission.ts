import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endWhenRead, problemJson, statusOf } from '../exchange/index.js';

const retryAfterSeconds = '2';
const body = problemJson('service-unavailable');

/** Lets as many connections in at a time as the limit says; those beyond it are told to come back later. */
export class Admission {
  readonly #most: number;
  readonly #beyond = new WeakSet<Duplex>();
  #admitted = 0;
  #refused = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Connections that were not let in so far. */
  get refused(): number {
    return this.#refused;
  }

  /** Counts a connection that has just been opened. */
  take(connection: Duplex): void {
    if (this.#admitted >= this.#most) {
      this.#beyond.add(connection);
      this.#refused += 1;
      return;
    }
    this.#admitted += 1;
    connection.once('close', () => {
      this.#admitted -= 1;
    });
  }

  /** Counts a connection that was closed at once. */
  dropped(): void {
    this.#refused += 1;
  }

  /** Whether a connection was let in. */
  has(connection: Duplex): boolean {
    return !this.#beyond.has(connection);
  }

  /** Answers the one request of a connection that was not let in; the connection ends with it. */
  refuse(request: IncomingMessage, response: ServerResponse): void {
    response.shouldKeepAlive = false;
    response.writeHead(statusOf('service-unavailable'), {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'retry-after': retryAfterSeconds,
      'x-request-id': randomUUID(),
    });
    if (request.method === 'HEAD') response.flushHeaders();
    else response.write(body);
    endWhenRead(request, response);
  }
}
