import { Client } from 'undici';

/** One answer, as the phone saw it. */
export interface Answer {
  readonly status: number;
  /** Milliseconds from the request to the end of the answer. */
  readonly milliseconds: number;
  /** Seconds that a refusal asks to wait; undefined when it does not say. */
  readonly retryAfter: number | undefined;
}

/** A phone's connection to the one port. */
export interface Phone {
  post(path: string, body: string): Promise<Answer>;
  close(): Promise<void>;
}

/** @param connections requests that the phone makes at a time */
export function openPhone(url: string, localAddress: string, connections = 1): Phone {
  const clients = Array.from({ length: connections }, () => new Client(url, { localAddress, pipelining: 1 }));
  let next = 0;
  return {
    async post(path, body) {
      const client = clients[next++ % clients.length]!;
      const before = performance.now();
      const answer = await client.request({
        method: 'POST',
        path,
        body,
        headers: { 'content-type': 'application/json' },
      });
      await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
      const after = answer.headers['retry-after'];
      return {
        status: answer.statusCode,
        milliseconds: performance.now() - before,
        retryAfter: after === undefined ? undefined : Number(after),
      };
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.destroy()));
    },
  };
}
