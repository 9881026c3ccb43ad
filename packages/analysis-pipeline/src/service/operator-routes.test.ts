import type { SojournClient } from '@sojourn/datamodel/client';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

/** A forest without trees: mode inference fails for everybody. */
const broken = createSettings({ 'intake.alternatives': { MODE_INFERENCE: 'forest' } });

let platform: TestPlatform;
let operator: SojournClient;
beforeAll(async () => {
  platform = await startPlatform({ settings: broken, pollSeconds: 0, debounceSeconds: 0 });
  operator = platform.pipelineFor(await platform.operator());
});
afterAll(() => platform.stop());

it('tells of each stage how long it took and how often it failed, by what the runs have left', async () => {
  const nothing = await operator.stageFigures();
  expect(nothing.stages.map(({ runs }) => runs)).toEqual(nothing.stages.map(() => 0));
  expect(nothing.stages[0]).toMatchObject({ stage: 'USERCACHE', median: null, p95: null, last: null });

  const simulated = simulate({ seed: 'timings', days: 1, people: 2, platform: 'ios', flights: false });
  const readings = new Map<string, number[]>();
  for (const { entries } of simulated) {
    const { id, phone, store } = await platform.newPerson();
    await phone.putUsercache([...entries]);
    await platform.pipeline.run({ person: id });
    const query = { keys: ['stats/pipeline_time'], time: { field: 'data.ts', start: null, end: null } };
    for await (const page of store.entryPages<{ name: string; reading: number }>(query)) {
      for (const { data } of page)
        readings.set(data.name, [...(readings.get(data.name) ?? []), data.reading]);
    }
  }
  const { stages, lockedPeople } = await operator.stageFigures();
  expect(lockedPeople).toBe(0);
  const figures = new Map(stages.map((stage) => [stage.stage, stage]));
  for (const [stage, times] of readings) {
    expect(figures.get(stage)).toMatchObject({
      runs: 2,
      failures: 0,
      median: Math.min(...times),
      p95: Math.max(...times),
      last: times[1],
      lastFailure: null,
    });
  }
  expect(figures.get('MODE_INFERENCE')).toMatchObject({ runs: 2, failures: 2, median: null, last: null });
  expect(figures.get('MODE_INFERENCE')!.lastFailure).toBeCloseTo(platform.clock() / 1000, -2);

  platform.pass(3600);
  const lately = await operator.stageFigures(60);
  expect(lately.stages.every(({ runs }) => runs === 0)).toBe(true);
});

it('tells which settings are in force, those of the stages among them', async () => {
  const settings = await operator.settings('pipeline');
  const named = (wanted: string) => settings.find(({ name }) => name === wanted);
  expect(named('intake.alternatives')).toMatchObject({
    value: { MODE_INFERENCE: 'forest' },
    isDefault: false,
  });
  expect(named('analysis.result.section.key')!.value).toBe('analysis/inferred_section');
  expect(named('intake.rederive')).toMatchObject({ value: 'late', isDefault: true });
  expect(named('debounceSeconds')).toEqual({
    name: 'debounceSeconds',
    value: 0,
    isDefault: false,
    variable: 'SOJOURN_DEBOUNCE_SECONDS',
  });
  expect(named('trainSeconds')).toMatchObject({ isDefault: true });
});

it('tells nobody else', async () => {
  const { token } = await platform.newPerson();
  const participant = platform.pipelineFor(token);
  const refusal = expect.objectContaining({ code: 'role-insufficient' });
  await expect(participant.stageFigures()).rejects.toEqual(refusal);
  await expect(participant.settings('pipeline')).rejects.toEqual(refusal);
});
