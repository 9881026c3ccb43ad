import type { Entry, EntryData } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../settings/index.js';
import { inventEntry } from '../../testing/index.js';
import { WorkingSet } from '../working-set.js';
import { inputsOf } from './inputs-of-object.js';

const trip = { start_ts: 5, end_ts: 15, duration: 10 };
const label = (key: string, text: string, written: number, start = 8): Entry =>
  inventEntry(`manual/${key}`, { start_ts: start, end_ts: start + 1, label: text }, written);
const addition = (match_id: string, status: string | undefined, more: EntryData = {}): Entry =>
  inventEntry(
    'manual/trip_addition_input',
    { start_ts: 8, end_ts: 10, label: 'x', match_id, ...(status === undefined ? {} : { status }), ...more },
    1,
  );

function match(inputs: readonly Entry[], object: EntryData = trip) {
  const view = new WorkingSet();
  view.load(inputs);
  return inputsOf(object, view, createSettings(), () => undefined);
}

describe('what was said about an object when it is made', () => {
  it('is nothing at first', () => {
    expect(match([])).toEqual({ user_input: {}, additions: [] });
  });

  it('is the label written last, of those that belong to it', () => {
    const labels = [1, 3, 2].map((written) => label('mode_confirm', `written ${written}`, written));
    expect(match(labels).user_input).toEqual({ mode_confirm: 'written 3' });
    expect(match([...labels, label('mode_confirm', 'later, elsewhere', 4, 15)]).user_input).toEqual({
      mode_confirm: 'written 3',
    });
    expect(match([label('mode_confirm', 'elsewhere', 4, 15)]).user_input).toEqual({});
  });

  it('is the whole answer to a survey', () => {
    const answer = label('trip_user_input', 'an answer', 2);
    expect(match([answer, label('purpose_confirm', 'work', 1)]).user_input).toEqual({
      purpose_confirm: 'work',
      trip_user_input: answer,
    });
  });

  it('is whatever belongs to the time, on places and untracked time too', () => {
    const place = { enter_ts: 5, exit_ts: 15, duration: 10 };
    const additions = [
      inventEntry('manual/place_addition_input', { start_ts: 9, end_ts: 9.5, match_id: 'b' }, 1),
      addition('a', 'ACTIVE'),
    ];
    expect(match([label('mode_confirm', 'walk', 1), ...additions], place)).toEqual({
      user_input: { mode_confirm: 'walk' },
      additions: [additions[1], additions[0]],
    });
    expect(match(additions, { start_ts: 5, end_ts: 15 }).additions).toHaveLength(2);
  });

  it.each([
    [
      'all',
      [
        ['a', 'ACTIVE'],
        ['b', 'ACTIVE'],
        ['c', undefined],
      ],
      ['a', 'b', 'c'],
    ],
    [
      'not one that was taken back',
      [
        ['foo', 'ACTIVE'],
        ['foo', 'DELETED'],
        ['bar', 'ACTIVE'],
      ],
      ['bar'],
    ],
    [
      'none with an id that was taken back, not even a later one',
      [
        ['foo', 'ACTIVE'],
        ['foo', 'DELETED'],
        ['foo', 'ACTIVE'],
      ],
      [],
    ],
    [
      'no deletions',
      [
        ['foo', 'DELETED'],
        ['bar', 'DELETED'],
      ],
      [],
    ],
    ['none of an unknown status', [['foo', 'PENDING']], []],
  ] as const)('has additions: %s', (_, inputs, kept) => {
    const { additions } = match(inputs.map(([id, status]) => addition(id, status)));
    expect(additions.map(({ data }) => data.match_id)).toEqual(kept);
  });

  it('bears additions without an id and labels without a text', () => {
    const active = inventEntry('manual/trip_addition_input', { start_ts: 8, end_ts: 9 }, 1);
    const deleted = inventEntry(
      'manual/trip_addition_input',
      { start_ts: 8, end_ts: 9, status: 'DELETED' },
      2,
    );
    const wordless = inventEntry('manual/mode_confirm', { start_ts: 8, end_ts: 9 }, 2);
    expect(match([active, deleted, wordless])).toEqual({ user_input: {}, additions: [active] });
  });
});
