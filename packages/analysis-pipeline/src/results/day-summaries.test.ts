import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { type DaySummary, daySummaries, metricsAnswer } from './index.js';

let ids = 0;

function trip(
  user: number,
  start: string,
  data: Record<string, unknown>,
  key = 'analysis/confirmed_trip',
): Entry {
  return {
    _id: { $oid: (++ids).toString(16).padStart(24, '0') },
    user_id: { $uuid: String(user).padStart(32, '0') },
    metadata: { key, write_ts: 0 } as Entry['metadata'],
    data: {
      ...{ start_ts: Date.parse(start) / 1000, start_fmt_time: start, start_loc: point(-74, 40.7) },
      ...{ distance: 1000, duration: 600, ...data },
    },
  };
}

const labelled = (mode_confirm: string, purpose_confirm: string) => ({
  user_input: { mode_confirm, purpose_confirm },
});
const trips = [
  trip(1, '2024-05-21T09:00:00-04:00', { distance: 500, ...labelled('bike', 'work') }),
  trip(1, '2024-05-20T09:00:00-04:00', labelled('e_car', 'home')),
  trip(2, '2024-05-20T10:00:00-04:00', labelled('e_car', 'meal')),
  trip(2, '2024-05-21T10:00:00-04:00', { distance: 2500, ...labelled('e_car', 'work') }),
];
const options = { now: 7 };

describe('summaries of days', () => {
  it('sum by mode and purpose', () => {
    expect(daySummaries(trips, { distance: ['mode_confirm', 'purpose_confirm'] }, options)).toEqual([
      {
        ...{ date: '2024-05-20', metric: 'distance', nUsers: 2, last_updated: 7 },
        dimensions: {
          mode_confirm: [{ value: 'e_car', measure: 2000 }],
          purpose_confirm: [
            { value: 'home', measure: 1000 },
            { value: 'meal', measure: 1000 },
          ],
        },
      },
      {
        ...{ date: '2024-05-21', metric: 'distance', nUsers: 2, last_updated: 7 },
        dimensions: {
          mode_confirm: [
            { value: 'bike', measure: 500 },
            { value: 'e_car', measure: 2500 },
          ],
          purpose_confirm: [{ value: 'work', measure: 3000 }],
        },
      },
    ]);
  });

  const valuesOf = ([summary]: readonly DaySummary[]) =>
    Object.fromEntries(
      Object.entries(summary!.dimensions).map(([dimension, list]) => [
        dimension,
        list.map(({ value, measure }) => [value, measure]),
      ]),
    );
  const start = '2024-05-20T09:00:00-04:00';

  it('fall back on what was sensed, and say where nothing is known', () => {
    const summary = (distance: Record<string, number>) => ({ distance });
    const rows = [
      trip(1, start, { ble_sensed_summary: summary({ CAR: 10, E_CAR: 20 }), user_input: {} }),
      trip(1, start, {
        ble_sensed_summary: summary({ UNKNOWN: 10 }),
        cleaned_section_summary: summary({ ON_FOOT: 5, BICYCLING: 5 }),
        inferred_section_summary: summary({ BUS: 10 }),
      }),
      trip(1, start, { ble_sensed_summary: summary({ UNKNOWN: 0 }) }),
    ];
    const dimensions = ['mode', 'primary_ble_sensed_mode', 'mode_confirm', 'replaced_mode_confirm'] as const;
    expect(valuesOf(daySummaries(rows, { count: dimensions }, options))).toEqual({
      mode: [
        ['E_CAR', 1],
        ['ON_FOOT', 1],
        ['UNKNOWN', 1],
      ],
      primary_ble_sensed_mode: [
        ['E_CAR', 1],
        ['UNKNOWN', 2],
      ],
      mode_confirm: [['UNLABELED', 3]],
      replaced_mode_confirm: [['UNLABELED', 3]],
    });
  });

  it('count who answered', () => {
    const answer = { user_input: { trip_user_input: { data: { name: 'Leisure' } } } };
    const rows = [trip(1, start, answer), trip(1, start, {}), trip(1, start, labelled('walk', 'fun'))];
    const promptedSurvey = (row: Entry) => (row === rows[2] ? null : 'Leisure');
    const metrics = { response_count: ['survey', 'mode_confirm'] } as const;
    expect(valuesOf(daySummaries(rows, metrics, { ...options, promptedSurvey }))).toEqual({
      survey: [['Leisure', { responded: 1, not_responded: 1 }]],
      mode_confirm: [
        ['UNLABELED', { not_responded: 2 }],
        ['walk', { responded: 1 }],
      ],
    });
  });

  it('add footprints up, and say when a figure of another year stood in', () => {
    const regionalEnergy = {
      grid: new Map([[2023, { national: 400, regions: { NYCW: { intensity: 500 } } }]]),
      transit: new Map(),
    };
    const rows = [
      trip(1, start, labelled('taxi', 'work')),
      trip(1, start, labelled('e-bike', 'work')),
      trip(1, start, { egrid_region: 'NYCW', ...labelled('e-bike', 'work') }),
      trip(1, start, labelled('sled', 'fun')),
    ];
    const metrics = { footprint: ['mode_confirm'] } as const;
    const close = (value: number) => expect.closeTo(value, 6);
    expect(valuesOf(daySummaries(rows, metrics, { ...options, regionalEnergy })).mode_confirm).toEqual([
      ['taxi', { kwh: close(1.19836), kg_co2: close(0.388488), metadata: { is_provisional: false } }],
      ['e-bike', { kwh: close(0.02734), kg_co2: close(0.01367 * 0.9), metadata: { is_provisional: true } }],
      [
        'sled',
        {
          ...{ kwh: 0, kg_co2: 0, metadata: { is_provisional: false } },
          ...{ kwh_uncertain: close(1.19836), kg_co2_uncertain: close(0.388488) },
        },
      ],
    ]);
  });

  it('take composite trips and leave untracked time out', () => {
    const composite = (origin_key: string): Entry => {
      const made = trip(1, start, {}, 'analysis/composite_trip');
      return { ...made, metadata: { ...made.metadata, origin_key } };
    };
    const rows = [composite('analysis/confirmed_trip'), composite('analysis/confirmed_untracked')];
    expect(valuesOf(daySummaries(rows, { count: ['mode'] }, options))).toEqual({ mode: [['UNKNOWN', 1]] });
  });
});

describe('the answer for dashboards', () => {
  const summaries = daySummaries(trips, { distance: ['mode_confirm'], count: ['mode_confirm'] }, options);
  const all = { start: '2024-05-20', end: '2024-05-21', minimumUsers: 1 };

  it('has a list of days for each metric', () => {
    expect(metricsAnswer(summaries, all)).toEqual({
      distance: [
        { date: '2024-05-20', nUsers: 2, mode_confirm_e_car: 2000 },
        { date: '2024-05-21', nUsers: 2, mode_confirm_bike: 500, mode_confirm_e_car: 2500 },
      ],
      count: [
        { date: '2024-05-20', nUsers: 2, mode_confirm_e_car: 2 },
        { date: '2024-05-21', nUsers: 2, mode_confirm_bike: 1, mode_confirm_e_car: 1 },
      ],
    });
  });

  it('includes the last day, of a month too', () => {
    const dates = (start: string, end: string) =>
      metricsAnswer(summaries, { ...all, start, end }).count?.map(({ date }) => date);
    expect(dates('2024-05', '2024-05')).toEqual(['2024-05-20', '2024-05-21']);
    expect(dates('2024-05-21', '2024-05-21')).toEqual(['2024-05-21']);
    expect(dates('2024-05-22', '2024-06')).toBeUndefined();
  });

  it('hides days with few people', () => {
    expect(metricsAnswer(summaries, { ...all, minimumUsers: 3 })).toEqual({});
  });
});
