import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchOf, checkStored, createLedger, post, storedNames, uploadUntilGone } from './ledger.js';
import { startService } from './service-process.js';

const KILLS = Number(process.env.SOJOURN_TEST_KILLS ?? 50);
const BATCH = 40;
const user = 'nrelop_crash_default_test';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-crash-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

test(
  `kill -9 at any moment, ${KILLS} times: nothing acknowledged is lost, nothing is there twice`,
  async () => {
    const ledger = createLedger();
    const openings: number[] = [];
    let unanswered: ReturnType<typeof batchOf> | undefined;

    for (let round = 0; round < KILLS; round++) {
      const service = await startService(data);
      openings.push(service.readyAfter);
      if (round === 0) expect((await post(service.url, '/profile/create', { user })).status).toBe(200);
      if (round % 5 === 0) checkStored(ledger, await storedNames(service.url, user));

      function* batches(): Generator<ReturnType<typeof batchOf>> {
        if (unanswered) yield unanswered;
        for (let request = 0; ; request++) yield batchOf(round, request, BATCH);
      }
      const acknowledgedBefore = ledger.acknowledged.size;
      const firstAnswer = new Promise<void>((resolve) => {
        ledger.onAcknowledged = () => ledger.acknowledged.size > acknowledgedBefore && resolve();
      });
      const uploads = uploadUntilGone(service.url, user, ledger, batches());
      // Most rounds die in the middle of the traffic, however slow the machine; every third may die before it.
      if (round % 3 > 0) await firstAnswer;
      await new Promise((resolve) => setTimeout(resolve, (round * 7919) % 120));
      await service.kill();
      unanswered = await uploads;
    }

    const service = await startService(data);
    checkStored(ledger, await storedNames(service.url, user));
    expect(ledger.acknowledged.size).toBeGreaterThanOrEqual(Math.floor(KILLS / 2) * BATCH);
    expect(await service.stop()).toBe(0);
    openings.sort((one, other) => one - other);
    const [middle, slowest] = [openings[openings.length >> 1]!, openings.at(-1)!].map(Math.round);
    console.log(
      `${KILLS} kills, ${ledger.acknowledged.size} entries acknowledged, start in ${middle} ms, at most ${slowest} ms`,
    );
  },
  KILLS * 10_000,
);
