import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneEntry } from '@sojourn/datamodel';
import type { SojournClient } from '@sojourn/datamodel/client';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { midnightBefore } from '../archive/index.js';
import { differences, resultsOf } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
let operator: SojournClient;
let filesFolder: string;
beforeAll(async () => {
  filesFolder = await mkdtemp(join(tmpdir(), 'sojourn-files-'));
  platform = await startPlatform({ filesFolder });
  operator = platform.pipelineFor(await platform.operator());
});
afterAll(async () => {
  await platform.stop();
  await rm(filesFolder, { recursive: true, force: true });
});

async function done(name: string, parameters: Record<string, unknown>) {
  const { id } = await operator.startJob({ name, parameters });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  return await operator.job(id);
}

it('raw data leaves and comes back by job, and results are taken back by job only while it is there', async () => {
  const { id: person, phone, store } = await platform.newPerson();
  const [simulated] = simulate({ seed: 'raw data', days: 3, platform: 'android', flights: false });
  await phone.putUsercache([...simulated!.entries] as PhoneEntry[]);
  await platform.pipeline.run({ person });
  const keys = ['background/filtered_location'];
  const before = await store.count({ keys });

  const exported = await done('export-raw', { person, days: 1 });
  expect(exported).toMatchObject({ status: 'done', error: null });
  const { archives } = exported.result as { archives: { file: string; entries: number }[] };
  expect((await readdir(join(filesFolder, 'archives', person))).sort()).toEqual(
    archives.map(({ file }) => file).sort(),
  );
  const purged = await done('purge-raw', { person, olderThanDays: 0 });
  expect(purged).toMatchObject({ status: 'done', result: { archives: expect.any(Number) } });
  expect(await store.count({ keys })).toBeLessThan(before);
  expect(await done('reset', { person, time: null })).toMatchObject({
    status: 'failed',
    error: { code: 'raw-data-purged' },
  });
  expect(await done('restore-raw', { person })).toMatchObject({
    status: 'done',
    result: { restored: (purged.result as { removed: number }).removed, rederivedFrom: null },
  });
  expect(await store.count({ keys })).toBe(before);
  expect(await done('reset', { person, time: '2024-06-01T00:00:00Z' })).toMatchObject({
    status: 'done',
    result: { extent: 'start' },
  });
  expect(await store.count({ keys: ['analysis/confirmed_trip'] })).toBe(0);
});

it('what comes late while the rest is away is made use of when the rest is back, with nobody asking', async () => {
  const [simulated] = simulate({ seed: 'late', days: 4, platform: 'android', flights: false });
  const entries = [...simulated!.entries] as PhoneEntry[];
  const noon = midnightBefore(entries[0]!.metadata.write_ts) + 1.5 * 86_400;
  const isLate = ({ metadata }: PhoneEntry) => Math.abs(metadata.write_ts - noon) < 4 * 3600;
  const [whole, lean] = [await platform.newPerson(), await platform.newPerson()];
  for (const { id: person, phone } of [whole, lean]) {
    await phone.putUsercache(entries.filter((entry) => !isLate(entry)));
    await platform.pipeline.run({ person });
  }
  const { id: person } = lean;
  await done('export-raw', { person, days: 1 });
  await done('purge-raw', { person, olderThanDays: 0 });
  for (const { id, phone } of [whole, lean]) {
    await phone.putUsercache(entries.filter(isLate));
    await platform.pipeline.run({ person: id });
  }
  const expected = await resultsOf(whole.store);
  const options = { ignored: ['user_id', 'metadata', 'metadata_write_ts', 'deleted_points'] };
  const compare = async () =>
    differences(await resultsOf(lean.store), expected, Object.keys(expected), options);
  expect(await compare()).not.toEqual([]);
  expect(await done('restore-raw', { person })).toMatchObject({
    status: 'done',
    result: { rederivedFrom: expect.any(Number) },
  });
  expect(await compare()).toEqual([]);
  expect(await done('restore-raw', { person })).toMatchObject({ result: { rederivedFrom: null } });
});

it('a copy in clear is written where somebody asks for one', async () => {
  const { id: person, phone } = await platform.newPerson();
  const [simulated] = simulate({ seed: 'copy', days: 1, platform: 'ios', flights: false });
  await phone.putUsercache([...simulated!.entries] as PhoneEntry[]);
  await platform.pipeline.run({ person });
  const clear = { from: null, to: '2024-06-05' };
  const file = `archive_${person}_None_2024-06-05.json.gz`;
  expect(await done('export-raw', { person, clear })).toMatchObject({ status: 'done', result: { file } });
});
