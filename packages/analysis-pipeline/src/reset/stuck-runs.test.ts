import { PipelineStage } from '@sojourn/datamodel/streams';
import { expect, it } from 'vitest';
import { autoResetTime } from './stuck-runs.js';

const day = (date: number) => Date.UTC(2016, 8, date) / 1000;
const now = day(23);
const nameOf = (number: number) => Object.entries(PipelineStage).find(([, code]) => code === number)![0];
const states = (...runs: readonly (readonly [stage: number, curr_run_ts: number | null])[]) =>
  Object.fromEntries(runs.map(([stage, curr_run_ts]) => [nameOf(stage), { curr_run_ts }]));

it.each([
  [
    'several stages, the earliest counts',
    states([0, day(20)], [6, day(21)], [13, day(22)]),
    day(20) - 10_800,
  ],
  ['several stages in another order', states([13, day(22)], [6, day(21)], [0, day(20)]), day(20) - 10_800],
  ['one stage', states([6, day(21)]), day(21) - 10_800],
  ['one stage beside some that are at rest', states([0, null], [13, day(22)]), day(22) - 10_800],
  ['nothing but stages at rest', states([0, null], [6, null]), undefined],
  ['nothing but the output for others', states([9, day(20)]), undefined],
  ['the output for others before something else', states([9, day(20)], [6, day(22)]), day(22) - 10_800],
  ['a run of just now', states([6, now - 3600]), undefined],
  ['a run of six hours ago', states([6, now - 21_600]), undefined],
  ['a run of a little more than six hours ago', states([6, now - 21_601]), now - 21_601 - 10_800],
  ['no states at all', {}, undefined],
])('takes back who is stuck to three hours before: %s', (_, of, time) => {
  expect(autoResetTime(of, now)).toBe(time);
});
