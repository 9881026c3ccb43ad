import { setTimeout as wait } from 'node:timers/promises';
import type { PhoneDay } from './day-of-a-phone.js';
import { type Answer, openPhone } from './phone.js';

/** What happens when far more is asked than can be done. */
export interface OverloadFigures {
  readonly requests: number;
  /** Milliseconds of the uploads that were taken. */
  readonly accepted: readonly number[];
  readonly refused: number;
  readonly refusedWithoutTime: number;
  readonly failed: number;
  /** Seconds from the last request of the overload until a small request is answered as fast as before it. */
  readonly recoverySeconds: number;
}

/** Requests that each phone has under way at a time. */
const atOnce = 8;
/** Small requests that are asked to know how fast answers are. */
const probes = 20;
/** How much slower than before still counts as recovered. */
const tolerance = 3;
const mostRecoverySeconds = 120;

/** Every phone sends all it has at once, again and again for some seconds, and waits for nothing. */
export async function overload(
  url: string,
  phones: readonly PhoneDay[],
  seconds: number,
): Promise<OverloadFigures> {
  const probe = openPhone(url, '127.2.0.1');
  const body = JSON.stringify({ user: phones[0]!.token });
  const ask = () => probe.post('/usercache/get', body);
  const usual = await slowestOf(ask);
  const answers: Answer[] = [];
  let failed = 0;
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    phones.map(async ({ localAddress, uploads }) => {
      const phone = openPhone(url, localAddress, { connections: atOnce });
      const send = async (first: number): Promise<void> => {
        for (let index = first; performance.now() < end; index += atOnce) {
          await phone.post('/usercache/put', uploads[index % uploads.length]!).then(
            (answer) => answers.push(answer),
            () => {
              failed += 1;
            },
          );
        }
      };
      await Promise.all(Array.from({ length: atOnce }, (_, first) => send(first)));
      await phone.close();
    }),
  );
  const over = performance.now();
  const recoverySeconds = await recovery(ask, usual, over);
  await probe.close();
  const refusals = answers.filter(({ status }) => status === 429 || status === 503);
  return {
    requests: answers.length + failed,
    accepted: answers.filter(({ status }) => status === 200).map(({ milliseconds }) => milliseconds),
    refused: refusals.length,
    refusedWithoutTime: refusals.filter(({ retryAfter }) => retryAfter === undefined).length,
    failed: failed + answers.filter(({ status }) => ![200, 429, 503].includes(status)).length,
    recoverySeconds,
  };
}

async function slowestOf(ask: () => Promise<Answer>): Promise<number> {
  let slowest = 0;
  for (let count = 0; count < probes; count++) slowest = Math.max(slowest, (await ask()).milliseconds);
  return slowest;
}

async function recovery(ask: () => Promise<Answer>, usual: number, since: number): Promise<number> {
  const passed = () => (performance.now() - since) / 1000;
  while (passed() < mostRecoverySeconds) {
    const { status, milliseconds } = await ask();
    if (status === 200 && milliseconds <= usual * tolerance) return passed();
    await wait(50);
  }
  return mostRecoverySeconds;
}
