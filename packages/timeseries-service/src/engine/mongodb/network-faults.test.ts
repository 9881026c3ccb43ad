import { isSojournError } from '@sojourn/datamodel';
import { type FaultyProxy, startFaultyProxy } from '@sojourn/service-kit/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../testing/database/index.js';
import { type DatabaseTimes, DriverDatabase } from './driver-database.js';
import { MongoEngine } from './mongodb-engine.js';

/** Much shorter than usual, so that what must fail does so soon. */
const impatient = {
  selection: 2000,
  connection: 1500,
  silence: 1500,
  read: 1500,
  write: 1500,
  patience: 1000,
};
const patient = { ...impatient, selection: 20_000, connection: 5_000, silence: 5_000, patience: 60_000 };
const ada = 'a'.repeat(32);

const database = await openTestDatabase();
afterAll(() => database?.drop());

// A replica set tells the driver the addresses of its members, which lead past a proxy.
const address = /^mongodb:\/\/([^/@,]+):(\d+)\//.exec(database?.url() ?? '');
const canProxy = address !== null && !process.env.MONGODB_URL?.includes('replicaSet');

describe.skipIf(!canProxy)('a network that fails between engine and database', () => {
  let proxy: FaultyProxy;
  const engines: MongoEngine[] = [];
  beforeEach(async () => {
    proxy = await startFaultyProxy({ host: address![1]!, port: Number(address![2]) });
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
    await proxy.close();
    await database!.drop();
  });

  const open = async (times: DatabaseTimes) => {
    const url = database!.url().replace(`${address![1]}:${address![2]}`, `127.0.0.1:${proxy.port}`);
    const driver = new DriverDatabase(url, times);
    await driver.open();
    const engine = new MongoEngine(driver);
    engines.push(engine);
    return engine;
  };
  const commit = (engine: MongoEngine, version: number | null, size = 1) => {
    const next = (version ?? 0) + 1;
    const id = String(next).padStart(32, '0');
    const put = [{ id, header: Buffer.from('h'), body: Buffer.alloc(size) }];
    return engine.commit(ada, { expectVersion: version, head: Buffer.from(String(next)), put });
  };
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: unknown) => (isSojournError(error) ? error.code : `not typed: ${error}`),
    );

  it('is survived by a commit whose answers get lost: it takes place once', async () => {
    const engine = await open(patient);
    let version = await commit(engine, null);
    for (let round = 0; round < 6; round++) {
      proxy.fault = 'answers cut';
      const heal = new Promise<void>((resolve) =>
        setTimeout(
          () => {
            proxy.fault = 'none';
            resolve();
          },
          20 + round * 60,
        ),
      );
      expect(await commit(engine, version)).toBe(version + 1);
      version++;
      await heal;
    }
    expect((await engine.readHead(ada))?.version).toBe(version);
    expect(await engine.headers(ada)).toHaveLength(version);
  });

  it('ends a request that cannot be sent, more often than there are connections', async () => {
    const engine = await open({ ...impatient, selection: 700, silence: 300, patience: 0 });
    const version = await commit(engine, null);
    for (let round = 0; round < 3; round++) {
      proxy.fault = 'deaf';
      const commits = Array.from({ length: 12 }, () => codeOf(commit(engine, version, 12_000_000)));
      for (const code of await Promise.all(commits)) expect(code).toBe('service-unavailable');
      proxy.fault = 'none';
      await expect.poll(() => codeOf(engine.readHead(ada))).toBe('no error');
    }
    expect(await commit(engine, version)).toBe(version + 1);
  });

  it('gives a typed error for a long request that is cut off while it is sent', async () => {
    const engine = await open({ ...impatient, patience: 0 });
    const version = await commit(engine, null);
    proxy.fault = 'requests cut';
    const long = { expectVersion: version, head: Buffer.alloc(12_000_000) };
    expect(await codeOf(engine.commit(ada, long))).toBe('service-unavailable');
    expect(await codeOf(commit(engine, version, 12_000_000))).toBe('service-unavailable');
    proxy.fault = 'none';
    await expect.poll(() => codeOf(commit(engine, version))).toBe('no error');
  });

  it.each(['black hole', 'answers cut'] as const)(
    'ends in a typed error when it lasts (%s), and is over without a restart when it is over',
    async (fault) => {
      const engine = await open(impatient);
      const version = await commit(engine, null);
      proxy.fault = fault;
      expect(await codeOf(commit(engine, version))).toBe('service-unavailable');
      expect(await codeOf(engine.readHead(ada))).toBe('service-unavailable');
      proxy.fault = 'none';
      await expect.poll(() => codeOf(engine.readHead(ada))).toBe('no error');
      const present = (await engine.readHead(ada))!.version;
      expect([version, version + 1]).toContain(present);
      expect(await commit(engine, present)).toBe(present + 1);
      expect(await engine.headers(ada)).toHaveLength(present + 1);
    },
    120_000,
  );
});
