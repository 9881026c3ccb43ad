import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../settings/index.js';
import { inventEntry } from '../../../testing/index.js';
import { noTransitStops, type TransitStop } from '../../transit-stops.js';
import { boxAround, candidateModes, createTransitModes, type MapElement, stopsOfElements } from './index.js';

const route = (id: number, kind: string, network?: string) => ({
  id,
  tags: { type: 'route', route: kind, ...(network === undefined ? {} : { network }) },
});
const served = (...routes: ReturnType<typeof route>[]): TransitStop => ({ id: 0, tags: {}, routes });
const station = (...modes: string[]): TransitStop => ({
  id: 0,
  tags: { railway: 'station', ...Object.fromEntries(modes.map((mode) => [mode, 'yes'])) },
  routes: [],
});
const busStop = (lines?: string): TransitStop => ({
  id: 0,
  tags: { highway: 'bus_stop', ...(lines === undefined ? {} : { route_ref: lines }) },
  routes: [],
});

const section = (speeds: readonly number[]) =>
  inventEntry(
    'analysis/cleaned_section',
    { start_loc: point(-122, 37), end_loc: point(-122.1, 37.1), speeds, distance: 100, duration: 10 },
    1,
  );

/** What a section was, with these stops at its ends. */
function modeBetween(start: readonly TransitStop[], end: readonly TransitStop[], speeds: readonly number[]) {
  const lookup = {
    stopsIn: (box: ReturnType<typeof boxAround>) => (box.maximumLatitude < 37.05 ? start : end),
  };
  return createTransitModes(lookup, createSettings())(section(speeds));
}

describe('public transport between the ends of a section', () => {
  const bus = route(1, 'bus');
  const train = route(2, 'train');
  it.each([
    ['the bus of one line', served(bus), served(bus), [10], ['bus'], 'BUS'],
    ['slow with bus and train', served(bus, train), served(train, bus), [5, 8.5], ['bus', 'train'], 'BUS'],
    ['fast with bus and train', served(bus, train), served(train, bus), [9, 9], ['bus', 'train'], 'TRAIN'],
    [
      'trains of one network',
      served(route(1, 'train', 'N')),
      served(route(2, 'train', 'N')),
      [9],
      undefined,
      undefined,
    ],
    [
      'subways of one network',
      served(route(1, 'subway', 'N')),
      served(route(2, 'subway', 'N')),
      [9],
      ['subway'],
      'SUBWAY',
    ],
    [
      'subways of two networks',
      served(route(1, 'subway', 'N')),
      served(route(2, 'subway', 'M')),
      [9],
      undefined,
      undefined,
    ],
    [
      'buses of one network',
      served(route(1, 'bus', 'N')),
      served(route(2, 'bus', 'N')),
      [9],
      undefined,
      undefined,
    ],
    ['subway stations', station('subway'), station('subway'), [9], ['SUBWAY'], 'SUBWAY'],
    ['a subway and a tram station', station('subway'), station('tram'), [9], [], undefined],
    ['stations of whatever', station(), station(), [9], undefined, undefined],
    ['bus stops of one line', busStop('65;12'), busStop('12'), [3], ['bus'], 'BUS'],
    [
      'bus stops of one line, written with a space',
      busStop('65; 12'),
      busStop('12'),
      [3],
      undefined,
      undefined,
    ],
    ['bus stops of nobody knows what', busStop(), busStop(), [3], undefined, undefined],
    [
      'fast with two buses and a train',
      served(bus, route(3, 'bus'), train),
      served(bus, route(3, 'bus'), train),
      [9],
      ['bus', 'bus', 'train'],
      'BUS',
    ],
    [
      'slow with train and subway',
      served(route(1, 'train'), route(2, 'subway')),
      served(route(1, 'train'), route(2, 'subway')),
      [3],
      ['train', 'subway'],
      'BUS',
    ],
    ['a monorail', served(route(1, 'monorail')), served(route(1, 'monorail')), [3], ['monorail'], 'TRAIN'],
    [
      'a suspended bus',
      served(route(1, 'bus:suspended')),
      served(route(1, 'bus:suspended')),
      [3],
      ['bus:suspended'],
      'BUS',
    ],
  ] as const)('%s', (_, start, end, speeds, candidates, mode) => {
    expect(candidateModes([start], [end])).toEqual(candidates);
    expect(modeBetween([start], [end], speeds)).toBe(mode);
  });

  it.each([
    ['a ferry and a bus', [route(1, 'ferry'), route(2, 'bus')]],
    ['a ferry', [route(1, 'ferry')]],
  ])('cannot be told with %s', (_, routes) => {
    expect(() => modeBetween([served(...routes)], [served(...routes)], [9])).toThrow('no mode of');
  });

  it('settles on the stations when they have nothing in common, whatever buses there are', () => {
    expect(candidateModes([station('subway'), busStop('1')], [station('tram'), busStop('1')])).toEqual([]);
    expect(candidateModes([station('subway'), busStop('1')], [busStop('1')])).toEqual(['bus']);
  });

  it('takes a route without a name or number for what it is', () => {
    expect(candidateModes([served(route(7, 'tram'))], [served(route(7, 'tram'))])).toEqual(['tram']);
  });

  it('is not told apart without speeds: several are the bus', () => {
    const both = served(route(1, 'train'), route(2, 'subway'));
    expect(modeBetween([both], [both], [])).toBe('BUS');
    expect(modeBetween([both], [both], [Number.NaN, 20])).toBe('BUS');
  });

  it('is none without stops, and unknown when nobody could be asked', () => {
    const settings = createSettings();
    expect(createTransitModes(noTransitStops, settings)(section([9]))).toBeUndefined();
    expect(() => createTransitModes({ stopsIn: () => undefined }, settings)(section([9]))).toThrow();
  });
});

describe('stops', () => {
  it('are looked up in a box around a point, not corrected for latitude', () => {
    expect(boxAround(point(-122, 37), 150)).toEqual({
      minimumLatitude: 36.99865026532126,
      minimumLongitude: -122.00134973467874,
      maximumLatitude: 37.00134973467874,
      maximumLongitude: -121.99865026532126,
    });
  });

  it('are all elements that are no relations, with the routes that they are a node of', () => {
    const node = { type: 'node', ref: 5 };
    const elements: MapElement[] = [
      { type: 'node', id: 5, tags: { highway: 'bus_stop' } },
      { type: 'way', id: 6 },
      { type: 'relation', id: 1, tags: { type: 'route', route: 'bus' }, members: [node] },
      { type: 'relation', id: 2, tags: { type: 'route', route: 'tram' }, members: [{ type: 'way', ref: 6 }] },
      { type: 'relation', id: 3, tags: { type: 'stop_area' }, members: [node] },
      { type: 'relation', id: 4 },
    ];
    expect(stopsOfElements(elements)).toEqual([
      { id: 5, tags: { highway: 'bus_stop' }, routes: [{ id: 1, tags: { type: 'route', route: 'bus' } }] },
      { id: 6, tags: {}, routes: [] },
    ]);
  });
});
