import { describe, expect, it } from 'vitest';
import {
  defaultLabelOptions,
  type EnergyPlace,
  footprintOf,
  gridIntensity,
  type LabelOption,
  parseRegionalEnergy,
  type RegionalEnergy,
  type TransitRecord,
  transitUse,
} from './index.js';

const newYork: EnergyPlace = { year: 2022, position: [-74, 40.7], gridRegion: 'NYCW', urbanArea: '63217' };
const square = [
  [
    [-75, 40],
    [-73, 40],
    [-73, 41],
    [-75, 41],
    [-75, 40],
  ],
] as const;
const energy: RegionalEnergy = {
  grid: new Map([
    [
      2022,
      {
        national: 400,
        regions: { NYCW: { intensity: 402.14, area: { type: 'Polygon', coordinates: square } } },
      },
    ],
  ]),
  transit: new Map(),
};

const footprint = (mode: string, distance = 10_000, options: readonly LabelOption[] = defaultLabelOptions) =>
  footprintOf(mode, distance, newYork, energy, options);

describe('the footprint of ten kilometres in New York in 2022', () => {
  it.each([
    ['drove_alone', 8.9877, 2.91366],
    ['shared_ride', 4.49385, 1.45683],
    ['hybrid_drove_alone', 5.24972, 1.78526],
    ['e_car_drove_alone', 2.868, 1.15335],
    ['taxi', 11.9836, 3.88488],
    ['air', 4.9391, 1.50323],
    ['e-bike', 0.1367, 0.05497],
    ['scootershare', 0.1719, 0.06913],
    ['bike', 0, 0],
    ['walk', 0, 0],
    ['bikeshare', 0, 0],
    ['MotionTypes.WALKING', 0, 0],
  ])('by %s is %d kWh and %d kg', (mode, kwh, kg) => {
    const result = footprint(mode);
    expect(result.kwh).toBeCloseTo(kwh, 4);
    expect(result.kg_co2).toBeCloseTo(kg, 4);
    expect(result).not.toHaveProperty('kwh_uncertain');
  });

  it.each(['UNLABELED', 'other', 'not_a_trip', 'constructor'])('by %s is at most that of a taxi', (mode) => {
    expect(footprint(mode)).toEqual({
      kwh: 0,
      kg_co2: 0,
      kwh_uncertain: expect.closeTo(11.9836, 4),
      kg_co2_uncertain: expect.closeTo(3.88488, 4),
      metadata: { is_provisional: false },
    });
  });
});

it('takes what a study says of its own modes', () => {
  const options: LabelOption[] = [
    { value: 'tractor', footprint: { gasoline: { wh_per_km: 100 } }, base_mode: 'CAR' },
    { value: 'pool', baseMode: 'CAR', passengers: 2 },
    { value: 'rickshaw', footprint_equivalent: 'E_BIKE', base_mode: 'CAR' },
  ];
  const brief = (mode: string) => {
    const { kwh, kg_co2 } = footprint(mode, 1000, options);
    return [kwh.toFixed(4), kg_co2.toFixed(4)];
  };
  expect(brief('tractor')).toEqual(['0.1000', '0.0324']);
  expect(brief('CAR')).toEqual(['0.8988', '0.2914']);
  expect(brief('pool')).toEqual(['0.4494', '0.1457']);
  expect(brief('rickshaw')).toEqual(['0.0137', '0.0055']);
});

describe('electricity', () => {
  const at = (place: Partial<EnergyPlace>) =>
    gridIntensity(energy, { year: 2022, position: [0, 0], ...place });

  it('is that of the region by name, else by position, else of the country', () => {
    expect(at({ gridRegion: 'NYCW' })).toEqual({ intensity: 402.14, provisional: false });
    expect(at({ position: [-74, 40.7] })).toEqual({ intensity: 402.14, provisional: false });
    expect(at({ gridRegion: 'constructor' })).toEqual({ intensity: 400, provisional: false });
  });

  it('is provisional when it is of an earlier year, and unknown before the first', () => {
    expect(at({ year: 2024 })).toEqual({ intensity: 400, provisional: true });
    expect(at({ year: 2021 })).toEqual({ intensity: Number.NaN, provisional: true });
  });
});

describe('without any figures of an operator', () => {
  const usual = parseRegionalEnergy({});
  const kilometre = (mode: string, options: readonly LabelOption[], year = 2018) =>
    footprintOf(mode, 1000, { year, position: [0, 0] }, usual, options);

  it.each([
    ['a car', { value: 'mode', base_mode: 'CAR' }, 0.899, 0.291],
    ['a car with two in it', { value: 'mode', base_mode: 'CAR', passengers: 2 }, 0.899 / 2, 0.291 / 2],
    ['an electric bicycle', { value: 'mode', base_mode: 'E_BIKE' }, 0.014, 0.006],
    [
      'a car of one’s own',
      { value: 'mode', passengers: 1, footprint: { gasoline: { wh_per_km: 100 } } },
      0.1,
      0.0324,
    ],
  ])('a kilometre by %s takes what it takes in the United States', (_, option, kwh, kg) => {
    const result = kilometre('mode', [option]);
    expect(result.kwh).toBeCloseTo(kwh, 3);
    expect(result.kg_co2).toBeCloseTo(kg, 3);
  });

  it('replacing a car by an electric bicycle saves as much as is known', () => {
    const [bike, car] = [kilometre('e-bike', defaultLabelOptions), kilometre('CAR', [])];
    expect(car.kwh - bike.kwh).toBeCloseTo(0.885, 3);
    expect(car.kg_co2 - bike.kg_co2).toBeCloseTo(0.285, 3);
  });

  it('electricity is that of the closest year before, and of the region that the trip names', () => {
    const at = (place: Partial<EnergyPlace>) =>
      gridIntensity(usual, { year: 2022, position: [0, 0], ...place });
    expect(at({ year: 2015 })).toMatchObject({ intensity: expect.closeTo(432.2, 1) });
    expect(at({})).toEqual({ intensity: expect.closeTo(375.3, 1), provisional: false });
    expect(at({ year: 2026 })).toEqual({ intensity: expect.closeTo(375.3, 1), provisional: true });
    expect(at({ gridRegion: 'NYCW' }).intensity).toBeCloseTo(402.14, 1);
    expect(at({ gridRegion: 'RFCW' }).intensity).toBeCloseTo(1005.9 * 0.453592, 2);
    expect(at({ year: 2021, gridRegion: 'NYCW' }).intensity).toBeCloseTo(388.7, 1);
  });

  it('transit is not known', () => {
    expect(footprintOf('bus', 1000, newYork, usual, defaultLabelOptions).kwh).toBeNaN();
  });
});

describe('transit', () => {
  const record = (mode: string, passengerTrips: number, fuels: TransitRecord['fuels']): TransitRecord => ({
    ...{ mode, passengerTrips, fuels, area: '1' },
  });
  const regional: RegionalEnergy = {
    ...energy,
    transit: new Map([
      [
        2022,
        [
          record('MB', 600, { diesel: { wh_per_km: 600, share: 1 } }),
          record('RB', 150, { electric: { wh_per_km: 500, share: 1 } }),
          record('MB', 250, {
            diesel: { wh_per_km: 400, share: 0.8 },
            electric: { wh_per_km: 300, share: 0.2 },
          }),
          { ...record('CB', 1, { diesel: { wh_per_km: 1, share: 1 } }), area: '2' },
        ],
      ],
    ]),
  };
  const bus = ['MB', 'RB', 'CB'];

  it('is weighted by the trips of passengers', () => {
    expect(transitUse(regional, { ...newYork, urbanArea: '1' }, bus).use).toEqual({
      diesel: { wh_per_km: 550, weight: 0.8 },
      electric: { wh_per_km: 450, weight: 0.2 },
      overall: { wh_per_km: expect.closeTo(530, 9), weight: 1 },
    });
  });

  it('falls back on the country, then on every mode', () => {
    expect(transitUse(regional, { ...newYork, urbanArea: '2' }, bus).use.diesel!.wh_per_km).toBe(1);
    expect(transitUse(regional, { ...newYork, urbanArea: '3' }, ['CB']).use.diesel!.wh_per_km).toBe(1);
    expect(Object.keys(transitUse(regional, newYork, ['FB']).use)).toEqual(['diesel', 'electric', 'overall']);
  });

  it('is not told without any figures', () => {
    const unknown = { kwh: Number.NaN, kg_co2: Number.NaN, metadata: { is_provisional: true } };
    expect(footprint('bus')).toEqual(unknown);
  });

  it('counts twice, as in the reference', () => {
    const place = { ...newYork, urbanArea: '1' };
    const { kwh, kg_co2 } = footprintOf('bus', 10_000, place, regional, defaultLabelOptions);
    expect(kwh).toBeCloseTo(2 * 5.3, 9);
    const [diesel, electric] = [5.5 * 0.325073, 4.5 * 0.40214];
    expect(kg_co2).toBeCloseTo(0.8 * diesel + 0.2 * electric + electric, 9);
  });
});

describe('figures of place and year', () => {
  const written = {
    grid: { 2022: { national: 400, regions: { NYCW: { intensity: 402.14 } } } },
    transit: {
      2022: [{ mode: 'MB', passengerTrips: 10, fuels: { diesel: { wh_per_km: 600, share: 1 } } }],
    },
  };

  it('are read as an operator writes them', () => {
    const read = parseRegionalEnergy(JSON.parse(JSON.stringify(written)));
    expect(gridIntensity(read, newYork)).toEqual({ intensity: 402.14, provisional: false });
    expect(transitUse(read, newYork, ['MB']).use.diesel).toEqual({ wh_per_km: 600, weight: 1 });
    expect(parseRegionalEnergy({ grid: {} })).toEqual({ grid: new Map(), transit: new Map() });
  });

  it.each([
    ['grid', { grid: [] }],
    ['grid.last', { grid: { last: written.grid[2022] } }],
    ['grid.2022', { grid: { 2022: { national: -1, regions: {} } } }],
    ['grid.2022', { grid: { 2022: { national: 1, regions: { NYCW: {} } } } }],
    ['transit.2022', { transit: { 2022: [{ mode: 'MB' }] } }],
    ['transit.2022', { transit: { 2022: {} } }],
  ])('that do not fit are named: %s', (path, figures) => {
    expect(() => parseRegionalEnergy(figures)).toThrow(
      expect.objectContaining({ code: 'request-invalid', detail: expect.stringContaining(path) }),
    );
  });
});
