import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../testing/database/index.js';
import { checkStored, createLedger, post, storedNames } from './ledger.js';
import { oneMoreAcknowledged, startPhone } from './phone.js';
import { type ServiceProcess, startService } from './service-process.js';

const KILLS = Number(process.env.SOJOURN_TEST_DATABASE_KILLS ?? 2);
const BATCH = 20;
const user = 'nrelop_crash_default_test';

let folder: string;
let database: DatabaseServer | undefined;
const services: (ServiceProcess | undefined)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-crash-'));
  await mkdir(join(folder, 'database'));
  // A server of its own: it is about to be killed.
  database = await startDatabaseServer(join(folder, 'database'));
});
afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const service of services) console.error(service?.log());
});
afterAll(async () => {
  for (const service of services) await service?.kill();
  await database?.kill();
  await rm(folder, { recursive: true, force: true });
});

async function start(number: number): Promise<void> {
  services[number] = await startService(join(folder, `service${number}`), {
    SOJOURN_ENGINE: 'mongodb',
    SOJOURN_MONGODB_URL: database!.url,
    SOJOURN_ROOT_KEY_FILE: join(folder, 'root.key'),
  });
}

test(
  `kill -9 of the database and of two services on it, ${KILLS} times: nothing acknowledged is lost, nothing is there twice`,
  async ({ skip }) => {
    if (!database) return skip('no database server');
    const ledger = createLedger();
    await start(0);
    expect((await post(services[0]!.url, '/profile/create', { user })).status).toBe(200);
    await start(1);

    const urlOf = (number: number) => (request: number) => services[(number + request) % 2]?.url;
    const phones = [0, 1, 2].map((number) =>
      startPhone({ number, user, batch: BATCH, ledger, urlOf: urlOf(number) }),
    );

    for (let kill = 0; kill < KILLS; kill++) {
      await oneMoreAcknowledged(ledger, phones);
      await new Promise((resolve) => setTimeout(resolve, (kill * 7919) % 150));
      // Every other time the database, else one of the services.
      if (kill % 2 === 0) {
        await database.kill();
        await database.restart();
      } else {
        const number = (kill >> 1) % 2;
        await services[number]!.kill();
        services[number] = undefined;
        await start(number);
      }
    }
    await oneMoreAcknowledged(ledger, phones);
    for (const phone of phones) await phone.stop();

    for (const service of services) {
      checkStored(ledger, await storedNames(service!.url, user));
    }
    const unanswered = phones.reduce((sum, phone) => sum + phone.unanswered, 0);
    console.log(
      `${KILLS} kills (${database.kind}), ${ledger.acknowledged.size} entries acknowledged, ${unanswered} requests without a 200`,
    );
  },
  60_000 + KILLS * 30_000,
);
