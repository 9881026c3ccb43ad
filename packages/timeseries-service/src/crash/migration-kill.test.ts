import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { createServiceTokenAuthority } from '@sojourn/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../testing/database/index.js';
import { batchOf, checkStored, createLedger, post, storedNames } from './ledger.js';
import { oneMoreAcknowledged, startPhone } from './phone.js';
import { type ServiceProcess, startService } from './service-process.js';

const KILLS = Number(process.env.SOJOURN_TEST_MIGRATION_KILLS ?? 1);
const BATCH = 20;
const PEOPLE = 6;
const user = 'nrelop_crash_default_test';

const database = await openTestDatabase();
let data: string;
let service: ServiceProcess | undefined;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-crash-'));
});
afterAll(async () => {
  await service?.kill();
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

/** Asks the service to move its store, and tells when the first person has been copied. */
async function migrate(url: string, mongodbUrl: string, onBegun: () => void) {
  const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
  const serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: serviceScopes });
  return createServiceClient({ baseUrl: url, serviceToken }).migrate(
    { engine: 'mongodb', mongodbUrl },
    onBegun,
  );
}

test.skipIf(!database)(
  `kill -9 of a service that moves its store, ${KILLS} times: the move goes on, and nothing acknowledged is lost`,
  async () => {
    const mongodbUrl = database!.url();
    const ledger = createLedger();
    service = await startService(data);
    for (const name of [user, ...Array.from({ length: PEOPLE }, (_, number) => `${user}_${number}`)]) {
      expect((await post(service.url, '/profile/create', { user: name })).status).toBe(200);
      const body = { user: name, phone_to_server: batchOf(-1, 0, BATCH) };
      expect((await post(service.url, '/usercache/put', body)).status).toBe(200);
    }
    for (const { data: entry } of batchOf(-1, 0, BATCH)) {
      ledger.sent.add(entry.name);
      ledger.acknowledged.add(entry.name);
    }
    const phone = startPhone({ number: 0, user, batch: BATCH, ledger, urlOf: () => service?.url });

    for (let kill = 0; kill < KILLS; kill++) {
      const begun = new Promise<void>((resolve) => {
        // It may also be over, from the time before the last kill.
        migrate(service!.internalUrl, mongodbUrl, resolve).then(
          () => resolve(),
          () => resolve(),
        );
      });
      await begun;
      await new Promise((resolve) => setTimeout(resolve, (kill * 7919) % 200));
      const victim = service;
      service = undefined;
      await victim.kill();
      service = await startService(data);
    }
    const done = await migrate(service.internalUrl, mongodbUrl, () => {}).catch((error) => error.code);
    // A kill in the moment after the end leaves a move that is over.
    if (done !== 'store-moved') {
      expect(done).toMatchObject({ people: PEOPLE + 1 });
      await oneMoreAcknowledged(ledger, [phone]);
    }
    await phone.stop();
    await service.stop();

    service = await startService(data, { SOJOURN_ENGINE: 'mongodb', SOJOURN_MONGODB_URL: mongodbUrl });
    checkStored(ledger, await storedNames(service.url, user));
    for (let number = 0; number < PEOPLE; number++) {
      expect(await storedNames(service.url, `${user}_${number}`)).toHaveLength(BATCH);
    }
  },
  60_000 + KILLS * 30_000,
);
