import type { Entry } from '@sojourn/datamodel';
import { expect, it } from 'vitest';
import { finalLabels, hasFinalLabels, likeliestLabels } from './index.js';

const guess = (mode_confirm: string, p: number) => ({ labels: { mode_confirm }, p });
const trip = (data: Record<string, unknown>): Entry => ({
  _id: { $oid: '0'.repeat(24) },
  user_id: null,
  metadata: { key: 'analysis/confirmed_trip', write_ts: 0 } as Entry['metadata'],
  data,
});
const guesses = { inferred_labels: [guess('walk', 0.9), guess('bus', 0.1)] };
const said = { user_input: { mode_confirm: 'bike' } };
const none = { user_input: {} };
const ask = { expectation: { to_label: true } };
const leave = { expectation: { to_label: false } };

it.each([
  ['asked, no answer', { ...none, ...ask }, false, undefined],
  ['asked, answer', { ...said, ...ask }, true, 'bike'],
  ['not asked, no answer', { ...none, ...leave }, true, 'walk'],
  ['not asked, answer', { ...said, ...leave }, true, 'bike'],
])('labels of a trip: %s', (_, data, settled, mode) => {
  const made = trip({ ...guesses, ...data });
  expect(hasFinalLabels(made)).toBe(settled);
  expect(finalLabels(made).mode_confirm).toBe(mode);
});

it('takes the likeliest guess, the first of equals', () => {
  expect(likeliestLabels([guess('walk', 0.3)])).toEqual({ mode_confirm: 'walk' });
  expect(likeliestLabels([guess('walk', 0.3), guess('bus', 0.6), guess('bike', 0.6)])).toEqual({
    mode_confirm: 'bus',
  });
  expect(likeliestLabels([])).toEqual({});
  expect(likeliestLabels(undefined)).toEqual({});
});
