import { setTimeout as wait } from 'node:timers/promises';
import type { PhoneDay } from './day-of-a-phone.js';
import { type Answer, openPhone, type Phone } from './phone.js';

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
  /** Requests that broke, or whose answer says that what became of them is not known; all were sent again. */
  readonly unanswered: number;
  /** Answers after which sending again is of no use, and requests that were given up. */
  readonly failed: number;
}

export interface SyncOptions {
  /** Source of numbers from 0 to 1, by which phones spread their waits. */
  readonly random: () => number;
  /** Milliseconds without a byte after which a phone gives an answer up and sends again. */
  readonly patience?: number;
  /** Milliseconds before a request without an answer is sent again; default 1000. */
  readonly again?: number;
}

/** Random share of a wait, so that phones that were refused together do not come back together. */
const spread = 0.5;
/** The gateway could not tell what became of the request. */
const unknownOutcome = [408, 502, 504];
const mostTries = 100;

/**
 * All phones sync at once, each its uploads in turn. One that is refused comes back when it was told to; what was not
 * answered is sent again as it was.
 */
export async function syncAll(
  url: string,
  phones: readonly PhoneDay[],
  { random, patience, again = 1000 }: SyncOptions,
): Promise<SyncFigures> {
  const latencies: number[] = [];
  let [requests, refused, refusedWithoutTime, unanswered, failed] = [0, 0, 0, 0, 0];
  const pause = (milliseconds: number) => wait(milliseconds * (1 + spread * random()));

  const deliver = async (phone: Phone, path: string, body: string): Promise<Answer | undefined> => {
    for (let tries = 0; tries < mostTries; tries++) {
      requests += 1;
      const answer = await phone.post(path, body).catch(() => undefined);
      if (answer === undefined || unknownOutcome.includes(answer.status)) {
        unanswered += 1;
        await pause(again);
      } else if (answer.status === 429 || answer.status === 503) {
        refused += 1;
        if (answer.retryAfter === undefined) refusedWithoutTime += 1;
        await pause((answer.retryAfter ?? 1) * 1000);
      } else return answer;
    }
    return undefined;
  };
  const syncOne = async ({ token, localAddress, uploads }: PhoneDay): Promise<void> => {
    const phone = openPhone(url, localAddress, patience === undefined ? {} : { patience });
    const user = JSON.stringify({ user: token });
    const steps = [
      ['/profile/create', user],
      ...uploads.map((upload) => ['/usercache/put', upload] as const),
      ['/usercache/get', user],
    ] as const;
    for (const [path, body] of steps) {
      const answer = await deliver(phone, path, body);
      if (answer?.status !== 200) failed += 1;
      else if (path === '/usercache/put') latencies.push(answer.milliseconds);
    }
    await phone.close();
  };
  const before = performance.now();
  await Promise.all(phones.map(syncOne));
  const seconds = (performance.now() - before) / 1000;
  return { seconds, requests, latencies, refused, refusedWithoutTime, unanswered, failed };
}
