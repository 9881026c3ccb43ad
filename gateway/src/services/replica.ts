import http, { type ClientRequest, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { type ReplicaTarget, readAddress } from './address.js';
import { type ConnectionLimits, Connections } from './connections.js';

/** What a replica said. */
export interface ReplicaAnswer {
  readonly status: number;
  /** Media type. */
  readonly type: string;
  readonly body: string;
}

/** Bytes that the gateway itself reads of an answer at most. */
const MOST_READ = 65_536;

/** One process of a service: where it listens, its connections, and whether it is believed to be up. */
export class Replica {
  readonly address: string;
  readonly target: ReplicaTarget;
  readonly connections: Connections;
  /** Requests under way. */
  active = 0;
  /** Believed up until an attempt or a health check fails. */
  healthy = true;

  /** @throws Error when the address cannot be read */
  constructor(address: string, limits: ConnectionLimits) {
    this.address = address;
    this.target = readAddress(address);
    this.connections = new Connections(this.target, limits);
  }

  /**
   * Asks the replica whether it is well.
   *
   * @returns true when it answers 2xx within the time
   */
  probe(path: string, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const request = this.#get(path, {}, timeoutMs);
      request.on('response', (response) => {
        response.on('error', () => {});
        response.resume();
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 300);
      });
      request.on('error', () => resolve(false));
    });
  }

  /**
   * Reads a short answer.
   *
   * @throws Error when the replica cannot be reached, takes longer than the time, or says too much
   */
  read(path: string, headers: OutgoingHttpHeaders, timeoutMs: number): Promise<ReplicaAnswer> {
    return new Promise((resolve, reject) => {
      const request = this.#get(path, headers, timeoutMs);
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > MOST_READ) response.destroy(new Error('the answer is too long'));
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? 'application/json',
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
    });
  }

  /** A request of the gateway's own, on a connection of its own. */
  #get(path: string, headers: OutgoingHttpHeaders, timeoutMs: number): ClientRequest {
    const client = this.target.protocol === 'https:' ? https : http;
    const signal = AbortSignal.timeout(timeoutMs);
    return client.get({ ...this.target, path, headers, agent: false, signal });
  }

  /** Closes connections without a request now, the others when their request has ended. */
  close(): void {
    this.connections.close();
  }
}
