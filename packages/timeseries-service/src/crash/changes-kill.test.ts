import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '@sojourn/datamodel';
import { createServiceClient, type ServiceClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { createServiceTokenAuthority } from '@sojourn/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { restoreSnapshot } from '../backup/index.js';
import { openEmbeddedEngine } from '../engine/index.js';
import { stored } from '../timeseries/testing.js';
import { post } from './ledger.js';
import { type ServiceProcess, startService } from './service-process.js';

const KILLS = Number(process.env.SOJOURN_TEST_CHANGE_KILLS ?? 2);
const user = 'nrelop_crash_default_test';

let folder: string;
let service: ServiceProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-crash-'));
});
afterAll(async () => {
  await service?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Revisions of the entries that there should be, by number. */
type Revisions = ReadonlyMap<number, number>;

const entry = (number: number, revision: number): Entry =>
  stored(number, 1_700_000_000 + number, { number, revision }, 'analysis/test');

/** What the next change does: it adds an entry, rewrites another, and takes a third away. */
function nextChange(step: number, before: Revisions) {
  const numbers = [...before.keys()];
  const rewritten = numbers[(step * 7919) % Math.max(1, numbers.length)];
  const removed = step % 3 === 0 ? numbers.find((number) => number !== rewritten) : undefined;
  const after = new Map(before).set(step, 0);
  if (rewritten !== undefined) after.set(rewritten, step);
  if (removed !== undefined) after.delete(removed);
  const commit = {
    insert: [entry(step, 0)],
    ...(rewritten === undefined ? {} : { replace: [entry(rewritten, step)] }),
    ...(removed === undefined ? {} : { remove: [entry(removed, 0)._id.$oid] }),
  };
  return { commit, after };
}

async function clientOf(data: string, { internalUrl }: ServiceProcess): Promise<ServiceClient> {
  const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
  const serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: serviceScopes });
  return createServiceClient({ baseUrl: internalUrl, serviceToken, retry: { attempts: 1 } });
}

async function read(client: ServiceClient, person: string): Promise<Revisions> {
  const revisions = new Map<number, number>();
  const query = { keys: ['analysis/test'] };
  for await (const batch of client
    .person(person)
    .streamEntries<{ number: number; revision: number }>(query)) {
    for (const { data } of batch) {
      expect(revisions.has(data.number), 'no entry twice').toBe(false);
      revisions.set(data.number, data.revision);
    }
  }
  return revisions;
}

const sorted = (revisions: Revisions) => [...revisions].sort(([one], [other]) => one - other);

test(
  `kill -9 amid changes, removals and backups, ${KILLS} times: each change is there as a whole or not at all`,
  async () => {
    const data = join(folder, 'store');
    const backup = join(folder, 'backup');
    /** As acknowledged, and as it is when the change under way at the kill took place as well. */
    let known: Revisions = new Map();
    let possible: Revisions = known;
    let person = '';
    let step = 1;
    let backups = 0;

    for (let kill = 0; kill <= KILLS; kill++) {
      service = await startService(data);
      const client = await clientOf(data, service);
      if (kill === 0) {
        const answer = await post(service.url, '/profile/create', { user });
        person = ((await answer.json()) as { uuid: string }).uuid.replaceAll('-', '');
      }
      const found = await read(client, person);
      const states = [known, possible].map(sorted);
      expect(states, JSON.stringify({ kill, step, states, found: sorted(found) })).toContainEqual(
        sorted(found),
      );
      known = found;
      possible = found;
      if (kill === KILLS) break;

      let onFirst = () => {};
      const first = new Promise<void>((resolve) => {
        onFirst = resolve;
      });
      const changing = (async () => {
        for (;;) {
          const { commit, after } = nextChange(step++, known);
          possible = after;
          await client.person(person).commit(commit);
          known = after;
          onFirst();
        }
      })().catch(() => {});
      const backingUp = (async () => {
        for (;;) {
          await client.backup(backup);
          backups += 1;
        }
      })().catch(() => {});
      await first;
      await new Promise((resolve) => setTimeout(resolve, (kill * 7919) % 200));
      const victim = service;
      service = undefined;
      await victim.kill();
      await Promise.all([changing, backingUp]);
    }

    // What the killed backups left does not stand in the way of the next one.
    const client = await clientOf(data, service!);
    await client.backup(backup);
    expect(await client.verify(() => {})).toMatchObject({ damaged: 0 });
    await service!.stop();
    const restored = join(folder, 'restored');
    await mkdir(restored);
    const engine = await openEmbeddedEngine(restored);
    await restoreSnapshot(engine, backup);
    await engine.close();
    await cp(join(data, 'keys'), join(restored, 'keys'), { recursive: true });
    service = await startService(restored);
    const copy = await clientOf(restored, service);
    expect(sorted(await read(copy, person))).toEqual(sorted(known));
    expect(await copy.verify(() => {})).toMatchObject({ damaged: 0 });
    console.log(
      `${KILLS} kills amid ${step} changes and ${backups} backups, ${known.size} entries at the end`,
    );
  },
  60_000 + KILLS * 20_000,
);
