import http from 'node:http';
import type { GeneratedRequest } from './documented-requests.js';

/** An answer, read to its end. */
export interface SentAnswer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: Buffer;
}

/** Sends requests to one server; rejects when the connection breaks. */
export interface Sender {
  send(request: Omit<GeneratedRequest, 'operation'>): Promise<SentAnswer>;
  close(): void;
}

/** Addresses of this machine that requests are sent from, so that no limit for one client counts. */
const addresses = 100;

/** @param target where the server listens: the path of a unix socket, or a URL */
export function openSender(target: string): Sender {
  const agent = new http.Agent({ keepAlive: true });
  let count = 0;
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const place = target.startsWith('http')
          ? {
              host: '127.0.0.1',
              port: new URL(target).port,
              localAddress: `127.3.0.${(count++ % addresses) + 1}`,
            }
          : { socketPath: target };
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const request = http.request(
          { ...place, agent, method, path, headers: { ...headers, ...length } },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.once('error', reject);
            answer.once('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                type: answer.headers['content-type'],
                body: Buffer.concat(parts),
              }),
            );
          },
        );
        request.once('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
