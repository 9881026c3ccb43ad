import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate, type TrueTrip } from '@sojourn/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

let folder: string;
let day: string;
let truth: TrueTrip[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-day-test-'));
  day = join(folder, 'day.json');
  const [person] = simulate({ seed: 'day', days: 3, platform: 'android', city: 'Lisboa', flights: false });
  await writeFile(day, JSON.stringify([...person!.entries]));
  truth = [...person!.groundTruth].filter(({ tracked }) => tracked);
});
afterAll(() => rm(folder, { recursive: true }));

async function sojournDay(...argv: string[]) {
  const terminal = createMemoryTerminal();
  const status = await runCommandLine(['day', ...argv], terminal);
  const lines = terminal.written.out.split('\n').filter((line) => line !== '');
  return { status, err: terminal.written.err, values: lines.map((line) => JSON.parse(line)) };
}

test('recorded entries of a phone come back as about the trips that happened', async () => {
  const { status, values, err } = await sojournDay(day, '--print', 'segmentation/raw_trip');
  expect(err).toContain('Uploading');
  expect(status).toBe(exitCode.success);
  expect(Math.abs(values.length - truth.length)).toBeLessThanOrEqual(1);
  const found = truth.filter((trip) =>
    values.some(({ data }) => Math.abs(data.end_ts - trip.end_ts) < 600 && data.start_ts < trip.end_ts),
  );
  expect(found.length).toBeGreaterThanOrEqual(truth.length - 1);
});

test('several prints say which one a line answers', async () => {
  const { values } = await sojournDay(
    day,
    '--run',
    ...['--print', 'segmentation/raw_place', '--print', 'state', '--print', 'timings'],
  );
  const answers = (what: string) => values.filter(({ print }) => print === what).map(({ value }) => value);
  expect(answers('segmentation/raw_place').length).toBeGreaterThan(truth.length - 1);
  expect(answers('state')).toEqual([
    expect.objectContaining({
      TRIP_SEGMENTATION: {
        last_processed_ts: expect.any(Number),
        curr_run_ts: null,
        last_ts_run: expect.any(Number),
      },
    }),
  ]);
  expect(answers('timings')[0].TRIP_SEGMENTATION).toEqual({
    cpu_ms: expect.any(Number),
    entries: expect.any(Number),
  });
});

test('an unknown setting is a usage error, and nothing is left behind', async () => {
  const before = await temporaryFolders();
  const { status, err, values } = await sojournDay(day, '--set', 'no.such.setting=1', '--print', 'state');
  expect(status).toBe(exitCode.usage);
  expect(err).toContain('no.such.setting');
  expect(values).toEqual([]);
  expect(await temporaryFolders()).toEqual(before);
});

async function temporaryFolders(): Promise<string[]> {
  const names = await readdir(tmpdir());
  return names.filter((name) => /^sojourn-\w{6}$/.test(name)).sort();
}
