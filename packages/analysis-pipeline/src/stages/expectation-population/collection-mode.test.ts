import { describe, expect, it } from 'vitest';
import { activeMode, latestStart } from './collection-mode.js';
import { type Schedule, standardExpectations } from './configuration.js';
import { parseWallClock } from './wall-clock.js';

const zone = 'Etc/GMT-8';
/** Unix seconds of a local time eight hours ahead of UTC. */
const local = (text: string): number => Date.parse(`${text}+08:00`) / 1000;
const clock = (text: string): number => Date.parse(`${text}Z`);
const every = (recurrenceUnit: Schedule['recurrenceUnit'], recurrenceValue: number): Schedule => ({
  startDate: '2021-06-01T20:00:00.000',
  recurrenceUnit,
  recurrenceValue,
  duration: 7,
});

describe('the start of a schedule', () => {
  it('is on the clocks of the zone, or an instant when it says an offset', () => {
    const text = '2021-07-09T12:34:56.789';
    expect(parseWallClock(text, 'Etc/GMT+6')).toBe(clock(text));
    expect(parseWallClock(`${text}+02:00`, 'Etc/GMT+6')).toBe(clock('2021-07-09T04:34:56.789'));
    expect(parseWallClock('2021-07-09', 'Etc/GMT+6')).toBe(clock('2021-07-09T00:00:00'));
    expect(() => parseWallClock('soon', zone)).toThrow(RangeError);
  });

  it.each([
    ['2021-06-01T19:00:00', undefined, undefined, undefined],
    ['2021-06-03T20:00:00', '2021-06-01T20:00:00', '2021-06-01T20:00:00', '2021-06-01T20:00:00'],
    ['2035-11-28T07:00:00', '2035-11-25T20:00:00', '2035-11-27T20:00:00', '2035-11-01T20:00:00'],
  ])('recurs: at %s', (now, days, weeks, months) => {
    const found = [every('days', 5), every('weeks', 1), every('months', 1)].map((schedule) =>
      latestStart(schedule, local(now), zone),
    );
    expect(found).toEqual([days, weeks, months].map((text) => text && clock(text)));
  });

  it('recurs at the end of months that are too short', () => {
    const schedule = { ...every('months', 1), startDate: '2021-01-31T10:00:00' };
    const at = (now: string) => latestStart(schedule, local(now), zone);
    expect(at('2021-02-28T09:00:00')).toBe(clock('2021-01-31T10:00:00'));
    expect(at('2021-02-28T11:00:00')).toBe(clock('2021-02-28T10:00:00'));
    expect(at('2021-03-31T11:00:00')).toBe(clock('2021-03-31T10:00:00'));
  });

  it('recurs from the same day of each year', () => {
    const schedule = every('months', 5);
    const starts = ['2022-04-02', '2022-06-02', '2022-11-02'].map((date) =>
      latestStart(schedule, local(`${date}T20:00:00`), zone),
    );
    expect(starts).toEqual(
      ['2022-04-01', '2022-06-01', '2022-11-01'].map((date) => clock(`${date}T20:00:00`)),
    );
  });

  it('keeps its hour when clocks change', () => {
    const schedule = { ...every('days', 1), startDate: '2021-10-30T20:00:00' };
    const afterChange = Date.parse('2021-10-31T20:30:00+01:00') / 1000;
    expect(latestStart(schedule, afterChange, 'Europe/Paris')).toBe(clock('2021-10-31T20:00:00'));
  });
});

describe('the collection mode', () => {
  it.each([
    ['2021-05-01', 'relaxed'],
    ['2021-06-01', 'intensive'],
    ['2021-06-08', 'relaxed'],
    ['2021-09-04', 'intensive'],
    ['2023-02-03', 'intensive'],
    ['2023-02-12', 'relaxed'],
  ])('of %s is %s', (date, label) => {
    expect(activeMode(standardExpectations, local(`${date}T20:00:00`), zone).label).toBe(label);
  });

  it('has to be one', () => {
    const [intensive] = standardExpectations;
    expect(() => activeMode([intensive!], local('2020-01-01T00:00:00'), zone)).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });
});
