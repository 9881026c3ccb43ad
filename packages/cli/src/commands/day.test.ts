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

test('trips of a local date are drawn as GeoJSON, and summed up by label', async () => {
  const file = join(folder, 'trip.json');
  await writeFile(file, JSON.stringify(oneTrip()));
  const { values } = await sojournDay(
    file,
    ...['--run=ACCURACY_FILTERING', '--set', 'analysis.result.section.key=analysis/cleaned_section'],
    ...['--print', 'geojson:2024-03-10', '--print', 'geojson:2024-03-11..2024-03-12'],
    ...['--print', 'metrics:2024-03-10', '--print', 'metrics:2024-03-11..2024-03-12'],
  );
  const day = { date: '2024-03-10', nUsers: 1 };
  expect(values.slice(2).map(({ value }) => value)).toEqual([
    {
      footprint: [{ ...day, mode_confirm_walk: { kwh: 0, kg_co2: 0, metadata: { is_provisional: false } } }],
      distance: [{ ...day, mode_confirm_walk: 786 }],
      duration: [{ ...day, mode_confirm_walk: 60 }],
      count: [{ ...day, mode_confirm_walk: 1 }],
    },
    {},
  ]);
  expect(values.slice(0, 2).map(({ value }) => value)).toMatchObject([
    [
      {
        type: 'FeatureCollection',
        properties: { feature_type: 'trip' },
        features: [
          { properties: { feature_type: 'start_place' } },
          {
            features: [
              {
                geometry: {
                  coordinates: [
                    [5, 45],
                    [5.01, 45],
                  ],
                },
                properties: { sensed_mode: 'MotionTypes.ON_FOOT' },
              },
            ],
          },
        ],
      },
    ],
    [],
  ]);
});

/** What the pipeline leaves of a walk of a minute whose end place is gone. */
function oneTrip(): object[] {
  const start = Date.parse('2024-03-10T08:00:00Z') / 1000;
  const id = (number: number) => ({ $oid: String(number).padStart(24, '0') });
  const entry = (number: number, key: string, data: object) => ({
    _id: id(number),
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key, platform: 'server', write_ts: start, time_zone: 'Europe/Paris' },
    data,
  });
  const at = (longitude: number) => ({ type: 'Point', coordinates: [longitude, 45] });
  const span = { start_ts: start, end_ts: start + 60, start_loc: at(5), end_loc: at(5.01) };
  const length = { duration: 60, distance: 786 };
  const said = { user_input: { mode_confirm: 'walk' }, additions: [] };
  const links = { raw_trip: id(8), cleaned_trip: id(4), inferred_trip: id(9), expected_trip: id(10) };
  const guess = { inferred_labels: [], expectation: { to_label: true }, confidence_threshold: 0.55 };
  const ends = { start_place: id(2), end_place: id(3) };
  const local = {
    start_fmt_time: '2024-03-10T09:00:00+01:00',
    start_local_dt: {
      year: 2024,
      month: 3,
      day: 10,
      hour: 9,
      minute: 0,
      second: 0,
      weekday: 6,
      timezone: 'Europe/Paris',
    },
  };
  const way = { speeds: [0, 13.1], distances: [0, 786], sensed_mode: 2, trip_id: id(4) };
  const point = (offset: number, longitude: number) => ({
    ...{ ts: start + offset, longitude, latitude: 45, loc: at(longitude), mode: 2, section: id(5) },
  });
  return [
    entry(1, 'analysis/confirmed_trip', {
      ...span,
      ...local,
      ...length,
      ...links,
      ...ends,
      ...guess,
      ...said,
    }),
    entry(2, 'analysis/confirmed_place', {
      location: at(5),
      exit_ts: start - 600,
      cleaned_place: id(7),
      ...said,
    }),
    entry(5, 'analysis/cleaned_section', { ...span, ...length, ...way }),
    entry(6, 'analysis/recreated_location', point(0, 5)),
    entry(7, 'analysis/recreated_location', point(60, 5.01)),
  ];
}

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

test('a reset of modes takes back nothing else', async () => {
  const { status, values } = await sojournDay(
    day,
    ...['--run', '--reset-modes', '0', '--run=USERCACHE'],
    ...['--print', 'analysis/inferred_section', '--print', 'analysis/cleaned_section'],
  );
  expect(status).toBe(exitCode.success);
  expect(new Set(values.map(({ print }) => print))).toEqual(new Set(['analysis/cleaned_section']));
});

test('a reset takes back what came after a time', async () => {
  const middle = (truth[0]!.start_ts + truth.at(-1)!.end_ts) / 2;
  const { status, values } = await sojournDay(
    day,
    ...['--run', '--reset', String(middle), '--run=USERCACHE', '--print', 'analysis/confirmed_trip'],
  );
  expect(status).toBe(exitCode.success);
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter(({ data }) => data.start_ts > middle)).toEqual([]);
});
