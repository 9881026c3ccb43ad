import { expect, it } from 'vitest';
import { binPredictions, type LabelRow } from './bin-predictions.js';

const found = (rows: readonly LabelRow[]) =>
  binPredictions(rows).map(({ labels, p }) => [Object.values(labels).join(' '), p]);
const row = (mode_confirm?: string, purpose_confirm?: string, replaced_mode?: string): LabelRow => ({
  ...(mode_confirm === undefined ? {} : { mode_confirm }),
  ...(replaced_mode === undefined ? {} : { replaced_mode }),
  ...(purpose_confirm === undefined ? {} : { purpose_confirm }),
});

it.each([
  [
    'renames labels, some of them twice, and says which mode the same mode is',
    [row('bike', 'curso', 'same_mode'), row('walk', 'iglesia', 'same_mode')],
    [
      ['bike bike school', 0.5],
      ['walk walk church', 0.5],
    ],
  ],
  [
    'leaves out rows without a label of each category',
    [row('bike', 'work'), row('walk'), row('bike', 'home')],
    [
      ['bike home', 0.5],
      ['bike work', 0.5],
    ],
  ],
  ['says nothing when no row has all categories', [row('bike'), row(undefined, 'work')], []],
  [
    'takes an empty label for a label that is missing',
    [{ purpose_confirm: null, mode_confirm: 'walk' }, row('bike'), row('bike', 'work')],
    [['work bike', 1]],
  ],
  ['leaves out answers to surveys', [{ trip_user_input: { data: {} } }], []],
  ['says nothing of nothing', [], []],
  [
    'renames whole labels only, once a pass',
    [row('bike', 'mi curso'), row('bike', 'work_- lunch break'), row('bike', 'insurance_payment')],
    [
      ['bike insurance', 1 / 3],
      ['bike lunch_break', 1 / 3],
      ['bike mi curso', 1 / 3],
    ],
  ],
])('%s', (_, rows, expected) => {
  expect(found(rows as LabelRow[])).toEqual(expected);
});

it('sorts by the categories in the order of their first appearance', () => {
  const rows = [
    { purpose_confirm: 'work', mode_confirm: 'bike' },
    { mode_confirm: 'walk', purpose_confirm: 'home' },
  ];
  expect(binPredictions(rows).map(({ labels }) => labels)).toEqual([rows[1], rows[0]]);
});
