import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { inventEntry } from '../../testing/index.js';
import { promptedSurveyOf } from './index.js';

const trip = (data: object): Entry =>
  inventEntry('analysis/confirmed_trip', { distance: 1200, end_loc: point(-105.1, 39.7), ...data }, 1);
const inCar = { ble_sensed_summary: { distance: { CAR: 10, E_BIKE: 2 } } };
const bounds = '[[-105.2, 39.8], [-105.0, 39.6]]';

describe('the survey that is shown about a trip', () => {
  it.each([
    ["primary_ble_sensed_mode == 'CAR'", inCar, true],
    ["primary_ble_sensed_mode === 'UNKNOWN'", {}, true],
    [`pointIsWithinBounds(end_loc['coordinates'], ${bounds})`, {}, true],
    [`pointIsWithinBounds(end_loc.coordinates, ${bounds})`, { end_loc: point(-105.2, 39.7) }, false],
    [`pointIsWithinBounds(end_loc.coordinates, ${bounds})`, { end_loc: point(-105.1, 39.6) }, false],
    [`!pointIsWithinBounds(end_loc.coordinates, ${bounds}) || distance > 1000`, {}, true],
    [`not pointIsWithinBounds(end_loc["coordinates"], ${bounds}) and distance > 1000`, {}, false],
    ["not primary_ble_sensed_mode == 'CAR' and True", {}, true],
    ["not primary_ble_sensed_mode == 'CAR'", inCar, false],
    ["primary_ble_sensed_mode in ['CAR', 'BUS'] && distance >= 1200", inCar, true],
    ["'mode_confirm' in user_input", { user_input: { mode_confirm: 'bike' } }, true],
    ["primary_ble_sensed_mode not in ['CAR', 'BUS']", inCar, false],
    ["primary_ble_sensed_mode not in ['BUS'] and distance > 1", inCar, true],
    ["'bike' in user_input.mode_confirm", { user_input: { mode_confirm: 'e-bike' } }, true],
    ['distance / 2 - 100 < 500 or user_input == None', {}, false],
    ['distance < -1 || distance <= 1200', {}, true],
    ['(distance > 1 && distance < 2) || False', {}, false],
    ['constructor', {}, false],
    ["end_loc.constructor('return 1')()", {}, false],
    ['end_loc.__proto__', {}, false],
    ['nobody.knows', {}, false],
    ['distance = 1', {}, false],
    ['distance >', {}, false],
    ['alert(1)', {}, false],
    ['(() => true)()', {}, false],
  ])('by %s', (showsIf, data, isShown) => {
    expect(promptedSurveyOf([{ surveyName: 'asked', showsIf }])(trip(data))).toBe(isShown ? 'asked' : null);
  });

  it('is the first whose condition is met, in Python where both are given; one without a condition always is', () => {
    const survey = promptedSurveyOf([
      { surveyName: 'long', showsIf: 'distance > 1000', showsIfPy: 'distance > 2000' },
      { surveyName: 'short', showsIf: 'distance < 1000' },
      { surveyName: 'else' },
    ]);
    expect([3000, 1500, 500].map((distance) => survey(trip({ distance })))).toEqual([
      'long',
      'else',
      'short',
    ]);
    expect(promptedSurveyOf([])(trip({}))).toBeNull();
  });
});
