import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { inventEntry } from '../testing/index.js';
import { stopsShort } from './section-feature.js';

const section = (longitude: number, latitude: number) =>
  inventEntry('analysis/cleaned_section', { end_loc: point(longitude, latitude) }, 1000);
const line = (longitude: number, latitude: number) => [
  inventEntry('analysis/recreated_location', { loc: point(longitude, latitude) }, 1000),
];

describe('the line of a section', () => {
  it.each([
    ['to the end of its section', [13.40001, 52.50001], [13.40004, 52.49996], false],
    ['short of it', [13.40001, 52.50001], [13.40016, 52.50001], true],
    ['across Greenwich and the equator to it', [0.00001, 0.00002], [-0.00001, -0.00002], false],
  ] as const)('leads %s', (_, [longitude, latitude], [lastLongitude, lastLatitude], isShort) => {
    expect(stopsShort(section(longitude, latitude), line(lastLongitude, lastLatitude))).toBe(isShort);
  });

  it('leads nowhere without points', () => {
    expect(stopsShort(section(0, 0), [])).toBe(false);
  });
});
