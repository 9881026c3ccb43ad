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
  /** Rejects when the connection breaks or stays silent; the next request opens a new one. */
  post(path: string, body: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface PhoneOptions {
  /** Requests that the phone makes at a time; default 1. */
  readonly connections?: number;
  /** Milliseconds without a byte after which the phone gives an answer up; default 300 000. */
  readonly patience?: number;
}

export function openPhone(
  url: string,
  localAddress: string,
  { connections = 1, patience = 300_000 }: PhoneOptions = {},
): Phone {
  const times = { headersTimeout: patience, bodyTimeout: patience };
  const clients = Array.from(
    { length: connections },
    () => new Client(url, { localAddress, pipelining: 1, ...times }),
  );
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
