import { setTimeout as wait } from 'node:timers/promises';
import type { PhoneDay } from './day-of-a-phone.js';
import { openPhone } from './phone.js';

/** What all phones together saw. */
export interface SyncFigures {
  readonly seconds: number;
  readonly requests: number;
  /** Milliseconds of each answered upload. */
  readonly latencies: readonly number[];
  /** Refusals for now, which the phones have waited out. */
  readonly refused: number;
  /** Refusals that do not say when to come back. */
  readonly refusedWithoutTime: number;
  /** Answers that are neither a success nor a refusal for now, and connections that broke. */
  readonly failed: number;
}

/** Random share of a wait, so that phones that were refused together do not come back together. */
const spread = 0.5;

/** All phones sync at once, each its uploads in turn; one that is refused comes back when it was told to. */
export async function syncAll(
  url: string,
  phones: readonly PhoneDay[],
  random: () => number,
): Promise<SyncFigures> {
  const latencies: number[] = [];
  let [requests, refused, refusedWithoutTime, failed] = [0, 0, 0, 0];
  const syncOne = async ({ token, localAddress, uploads }: PhoneDay): Promise<void> => {
    const phone = openPhone(url, localAddress);
    const until200 = async (path: string, body: string): Promise<void> => {
      for (;;) {
        const { status, milliseconds, retryAfter } = await phone.post(path, body);
        requests += 1;
        if (status === 200) {
          if (path === '/usercache/put') latencies.push(milliseconds);
          return;
        }
        if (status !== 429 && status !== 503) {
          failed += 1;
          return;
        }
        refused += 1;
        if (retryAfter === undefined) refusedWithoutTime += 1;
        await wait((retryAfter ?? 1) * 1000 * (1 + spread * random()));
      }
    };
    try {
      await until200('/profile/create', JSON.stringify({ user: token }));
      for (const upload of uploads) await until200('/usercache/put', upload);
      await until200('/usercache/get', JSON.stringify({ user: token }));
    } catch {
      failed += 1;
    } finally {
      await phone.close();
    }
  };
  const before = performance.now();
  await Promise.all(phones.map(syncOne));
  const seconds = (performance.now() - before) / 1000;
  return { seconds, requests, latencies, refused, refusedWithoutTime, failed };
}
