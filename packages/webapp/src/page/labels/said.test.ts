import { toCommonForm } from '@sojourn/datamodel/formats';
import { expect, test } from 'vitest';
import { tripOf } from '../trips/trip.testing.js';
import { labelEntry, labelOf, needsLabels, readSaid, suggestionOf } from './said.js';

const trip = tripOf({ expectation: { to_label: true } });

test('a label that was just given is shown as pending, until the pipeline has taken it in', () => {
  const entry = labelEntry(trip, 'mode_confirm', 'bike', 1_800_000_000);
  const said = [readSaid(entry)!];
  expect(labelOf(trip, 'mode_confirm', said)).toEqual({ value: 'bike', isPending: true });
  expect(labelOf(trip, 'purpose_confirm', said)).toBeUndefined();
  const processed = tripOf({ user_input: { mode_confirm: 'bike' } });
  expect(labelOf(processed, 'mode_confirm', said)).toEqual({ value: 'bike', isPending: false });
});

test('what was said last counts, whatever the order of arrival', () => {
  const first = readSaid(labelEntry(trip, 'mode_confirm', 'bike', 1_800_000_000))!;
  const second = readSaid(labelEntry(trip, 'mode_confirm', 'bus', 1_800_000_009))!;
  expect(labelOf(trip, 'mode_confirm', [second, first])?.value).toBe('bus');
});

test('what was said about another trip does not count', () => {
  const other = readSaid(
    labelEntry(tripOf({ start_ts: 1_718_000_555 }), 'mode_confirm', 'bus', 1_800_000_000),
  )!;
  expect(labelOf(trip, 'mode_confirm', [other])).toBeUndefined();
});

test('the stored entry is one that the pipeline can convert', () => {
  const result = toCommonForm(labelEntry(trip, 'replaced_mode', 'no_travel', 1_800_000_000));
  expect(result).toMatchObject({
    ok: true,
    entry: {
      metadata: { key: 'manual/replaced_mode', time_zone: 'Europe/Paris' },
      data: {
        label: 'no_travel',
        start_ts: trip.start.ts,
        start_fmt_time: '2024-06-10T08:13:21.500000+02:00',
      },
    },
  });
});

test('only trips that the person is asked about need labels, and no longer than they lack them', () => {
  expect(needsLabels(trip, [])).toBe(true);
  expect(needsLabels(tripOf({ expectation: { to_label: false } }), [])).toBe(false);
  const said = (['mode_confirm', 'purpose_confirm'] as const).map(
    (kind) => readSaid(labelEntry(trip, kind, 'other', 1_800_000_000))!,
  );
  expect(needsLabels(trip, said)).toBe(false);
});

test('a suggestion adds up what the model thinks', () => {
  const guessed = tripOf({
    inferred_labels: [
      { labels: { mode_confirm: 'bike', purpose_confirm: 'work' }, p: 0.4 },
      { labels: { mode_confirm: 'bike', purpose_confirm: 'home' }, p: 0.3 },
      { labels: { mode_confirm: 'bus' }, p: 0.2 },
    ],
  });
  expect(suggestionOf(guessed, 'mode_confirm')).toEqual({ value: 'bike', probability: 0.7 });
  expect(suggestionOf(guessed, 'purpose_confirm')).toEqual({ value: 'work', probability: 0.4 });
  expect(suggestionOf(guessed, 'replaced_mode')).toBeUndefined();
});
