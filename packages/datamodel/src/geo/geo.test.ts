import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distanceGreatCircle,
  distanceSegmentation,
  earthRadius,
  headingBetween,
  headingChange,
  isPoint,
  lineString,
  point,
  speedBetween,
} from './index.js';

const latitude = fc.double({ min: -89, max: 89, noNaN: true });
const longitude = fc.double({ min: -179, max: 179, noNaN: true });
const position = fc.tuple(longitude, latitude);

describe('distances', () => {
  it('measure a quarter of the meridian and of the equator', () => {
    const quarter = (Math.PI / 2) * earthRadius;
    expect(distanceGreatCircle([0, 0], [0, 90])).toBeCloseTo(quarter, 5);
    expect(distanceSegmentation(0, 0, 0, 90)).toBeCloseTo(quarter, 5);
  });

  it('agree but for the last digits, are symmetric and zero on the spot', () => {
    fc.assert(
      fc.property(position, position, (from, to) => {
        const distance = distanceGreatCircle(from, to);
        // Near the other side of the earth the arc sine loses half of its digits.
        const tolerance = distance > 19_000_000 ? 100 : 1e-3;
        expect(Math.abs(distanceSegmentation(from[1], from[0], to[1], to[0]) - distance)).toBeLessThan(
          tolerance,
        );
        expect(distanceGreatCircle(to, from)).toBeCloseTo(distance, 3);
        expect(distanceGreatCircle(from, from)).toBe(0);
        expect(distanceSegmentation(from[1], from[0], from[1], from[0])).toBe(0);
      }),
    );
  });

  it('follow their formulas to the last digit', () => {
    const rad = (degrees: number): number => degrees * (Math.PI / 180);
    const [lat1, lon1, lat2, lon2] = [37.393415, -122.0869456, 37.8743918, -122.2662991];
    const h =
      Math.sin((rad(lat2) - rad(lat1)) / 2) ** 2 +
      Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin((rad(lon2) - rad(lon1)) / 2) ** 2;
    expect(distanceSegmentation(lat1, lon1, lat2, lon2)).toBe(2 * 6_371_000 * Math.asin(Math.sqrt(h)));
    const c =
      Math.sin(rad(lat1 - lat2) / 2) ** 2 +
      Math.sin(rad(lon1 - lon2) / 2) ** 2 * Math.cos(rad(lat1)) * Math.cos(rad(lat2));
    expect(distanceGreatCircle([lon1, lat1], [lon2, lat2])).toBe(
      6_371_000 * (2 * Math.atan2(Math.sqrt(c), Math.sqrt(1 - c))),
    );
  });
});

describe('movement', () => {
  it('has the speed of the way in the time, and none without time', () => {
    const from = { longitude: 0, latitude: 0, ts: 100 };
    const to = { longitude: 0, latitude: 1, ts: 200 };
    expect(speedBetween(from, to)).toBeCloseTo(distanceGreatCircle([0, 0], [0, 1]) / 100, 10);
    expect(speedBetween(from, { ...to, ts: 100 })).toBe(0);
  });

  it('heads north, east, south and west', () => {
    expect(headingBetween([0, 0], [0, 1])).toBeCloseTo(0);
    expect(headingBetween([0, 0], [1, 0])).toBeCloseTo(90);
    expect(headingBetween([0, 0], [0, -1])).toBeCloseTo(180);
    expect(headingBetween([0, 0], [-1, 0])).toBeCloseTo(-90);
    expect(headingChange([0, 0], [0, 1], [1, 1])).toBeCloseTo(90, 0);
  });
});

describe('GeoJSON', () => {
  it('puts the longitude first', () => {
    expect(point(2.35, 48.85)).toEqual({ type: 'Point', coordinates: [2.35, 48.85] });
    expect(lineString([[1, 2]])).toEqual({ type: 'LineString', coordinates: [[1, 2]] });
  });

  it.each([
    null,
    5,
    {},
    { type: 'Point' },
    { type: 'Point', coordinates: [1] },
    { type: 'Point', coordinates: [1, null] },
  ])('%j is no point', (value) => {
    expect(isPoint(value)).toBe(false);
  });

  it('knows a point when it sees one', () => {
    expect(isPoint(point(0, 0))).toBe(true);
    expect(isPoint({ type: 'Point', coordinates: [1, 2, 3] })).toBe(true);
  });
});
