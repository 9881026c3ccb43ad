import { point } from '@sojourn/datamodel/geo';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxAround, stopsOfElements } from '../../stages/index.js';
import { extentOf, overlap, type PlacedElement } from '../placed-element.js';
import { queryText } from './query-text.js';
import { elementsByTile, stopsInBox } from './tile-elements.js';
import { tileAt, tileBox, tileName, tilesOf } from './tiles.js';

const positions = fc.record({
  longitude: fc.double({ min: -179, max: 179, noNaN: true }),
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
});

it('a box lies within its tiles, whatever part of it is looked at', () => {
  fc.assert(
    fc.property(positions, fc.double({ min: 0, max: 1, noNaN: true }), ({ longitude, latitude }, share) => {
      const box = boxAround(point(longitude, latitude), 150);
      const across = (low: number, high: number) => low + share * (high - low);
      const tile = tileAt(
        across(box.minimumLatitude, box.maximumLatitude),
        across(box.minimumLongitude, box.maximumLongitude),
      );
      const names = tilesOf(box).map(tileName);
      expect(names).toContain(tileName(tile));
      expect(names.length).toBeLessThanOrEqual(4);
    }),
  );
});

it('is on the map, even beyond its edges', () => {
  expect(tilesOf(boxAround(point(180, 90), 150)).map(tileBox)).toEqual([
    {
      minimumLatitude: 89.99,
      minimumLongitude: 179.99,
      maximumLatitude: 90,
      maximumLongitude: 180,
    },
  ]);
});

/** Stops within a kilometre or two, and routes between them. */
const elements = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
    minLength: 1,
    maxLength: 12,
  })
  .chain((spots) =>
    fc.record({
      stops: fc.constant(
        spots.map(
          ([north, east], index): PlacedElement => ({
            type: 'node',
            id: index + 1,
            lat: 48 + north / 10_000,
            lon: 2 + east / 10_000,
            tags: { highway: 'bus_stop' },
          }),
        ),
      ),
      routes: fc
        .array(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }), { maxLength: 4 })
        .map((lists) =>
          lists.map(
            (refs, index): PlacedElement => ({
              type: 'relation',
              id: 100 + index,
              tags: { type: 'route', route: 'bus' },
              members: refs.map((ref) => ({ type: 'node', ref })),
            }),
          ),
        ),
    }),
  );

it('what is cut out of tiles is what a question about the box alone would have found', () => {
  fc.assert(
    fc.property(
      elements,
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 400 }),
      ({ stops, routes }, north, east) => {
        const box = boxAround(point(2 + east / 10_000, 48 + north / 10_000), 150);
        const inBox = stops.filter((stop) => overlap(extentOf(stop)!, box));
        const tiles = tilesOf(box);
        expect(stopsInBox(box, elementsByTile([...stops, ...routes], tiles))).toEqual(
          stopsOfElements([...inBox, ...routes]),
        );
      },
    ),
  );
});

it('keeps what does not say where it is, as it was asked for there', () => {
  const stop: PlacedElement = { type: 'node', id: 1, tags: { highway: 'bus_stop' } };
  const box = boxAround(point(2, 48), 150);
  const found = stopsInBox(box, elementsByTile([stop], tilesOf(box)));
  expect(found).toEqual([{ id: 1, tags: { highway: 'bus_stop' }, routes: [] }]);
});

it('asks about tiles alone', () => {
  expect(queryText([tileBox(tileAt(48.8566, 2.3522))])).toMatchInlineSnapshot(`
    "[out:json][timeout:25];
    (
    node["highway"="bus_stop"](48.85,2.35,48.86,2.36);
    node["railway"="station"](48.85,2.35,48.86,2.36);
    node["public_transport"](48.85,2.35,48.86,2.36);
    way["railway"="station"](48.85,2.35,48.86,2.36);
    relation["type"="route"]["route"](48.85,2.35,48.86,2.36);
    );
    out body bb;
    "
  `);
});
