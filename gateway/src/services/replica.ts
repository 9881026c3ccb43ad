import http from 'node:http';
import https from 'node:https';
import { type ReplicaTarget, readAddress } from './address.js';

/** One process of a service: where it listens, its connections, and whether it is believed to be up. */
export class Replica {
  readonly address: string;
  readonly target: ReplicaTarget;
  readonly agent: http.Agent;
  /** Requests under way. */
  active = 0;
  /** Believed up until an attempt or a health check fails. */
  healthy = true;

  /** @throws Error when the address cannot be read */
  constructor(address: string, maxConnections: number) {
    this.address = address;
    this.target = readAddress(address);
    const options = {
      keepAlive: true,
      maxSockets: maxConnections,
      maxFreeSockets: 64,
      scheduling: 'lifo' as const,
    };
    this.agent = this.target.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /**
   * Asks the replica whether it is well.
   *
   * @returns true when it answers 2xx within the time
   */
  probe(path: string, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const client = this.target.protocol === 'https:' ? https : http;
      const request = client.get({
        ...this.target,
        path,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      });
      request.on('response', (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 300);
      });
      request.on('error', () => resolve(false));
    });
  }

  /** Closes idle connections; those in use end with their request. */
  close(): void {
    this.agent.destroy();
  }
}
