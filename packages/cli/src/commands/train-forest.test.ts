import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-forest-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function train(sections: unknown) {
  const file = join(folder, 'sections.json');
  await writeFile(file, JSON.stringify(sections));
  const terminal = createMemoryTerminal();
  const status = await runCommandLine(['train-forest', file], terminal);
  return { status, ...terminal.written };
}

const place = { coordinates: [-122, 37] };
const walk = {
  distance: 500,
  section_start_time: '20140407T175709-0700',
  section_end_time: '20140407T180709-0700',
  section_start_point: place,
  section_end_point: place,
  track_points: [],
  confirmed_mode: 1,
};

test('a forest is printed, and what it learnt from is said', async () => {
  const { status, out, err } = await train([walk, { ...walk, distance: 9000, confirmed_mode: 5 }]);
  expect({ status, err }).toEqual({
    status: exitCode.success,
    err: 'Learnt from 2 sections, 0 left out; 1 clusters of buses, 0 of trains.\n',
  });
  expect(JSON.parse(out)).toMatchObject({ 'py/state': { classes_: { values: [1, 5] } } });
});

test('sections that are none are named', async () => {
  expect(await train([walk, { ...walk, distance: 'far' }])).toMatchObject({
    status: exitCode.failure,
    out: '',
    err: expect.stringContaining('section 1.distance'),
  });
  const terminal = createMemoryTerminal();
  expect(await runCommandLine(['train-forest', join(folder, 'nothing.json')], terminal)).toBe(exitCode.input);
});
