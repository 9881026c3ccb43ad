import { describe, expect, it } from 'vitest';
import { locationPoints } from '../../points/index.js';
import { inventPoint, type Spot } from '../../testing/index.js';
import { createUniform, fillGaps } from './gap-filling.js';
import { trackOf } from './section-track.js';

const trackAt = (...fixes: [ts: number, spot: Spot][]) =>
  trackOf(
    locationPoints(
      fixes.map(([ts, spot]) => inventPoint(ts, spot)),
      'data.ts',
    ),
  );
const home: Spot = { east: 0, north: 0 };
const metres = (east: number): Spot => ({ east, north: 0 });

describe('random numbers', () => {
  it('are those of NumPy for the seed of the reference', () => {
    const uniform = createUniform();
    expect(Array.from({ length: 5 }, uniform)).toEqual([
      0.03339202119520168, 0.8344344079568791, 0.11520095648922934, 0.8373133417997021, 0.55172007640114,
    ]);
  });

  it('start anew each time', () => {
    expect(createUniform()()).toBe(createUniform()());
  });
});

describe('filling gaps', () => {
  it('makes the points of the reference up', () => {
    const track = {
      ts: Float64Array.of(0, 240),
      latitude: Float64Array.of(37.39, 37.39),
      longitude: Float64Array.of(-122.08, -122.08),
      entries: [undefined, undefined],
    };
    const filled = fillGaps(track);
    expect([...filled.ts]).toEqual([0, 60, 120, 180, 240]);
    expect([...filled.latitude.slice(1, 4)]).toEqual([
      37.389974357335305, 37.38976022535695, 37.39008861024919,
    ]);
    expect([...filled.longitude.slice(1, 4)]).toEqual([
      -122.07998354772268, -122.08074709501757, -122.07994348884395,
    ]);
  });

  it('leaves gaps alone that are short, or that the phone moved in', () => {
    const track = trackAt([0, home], [60, home], [600, metres(101)], [660, metres(101)]);
    expect(fillGaps(track)).toBe(track);
  });

  it('draws nothing for a gap that is left alone', () => {
    const alone = fillGaps(trackAt([1000, home], [1061, home]));
    const after = fillGaps(trackAt([0, metres(500)], [1000, home], [1061, home]));
    expect([...after.latitude.slice(1)]).toEqual([...alone.latitude]);
  });

  it('keeps the order of time and the real points', () => {
    const track = trackAt([0, home], [200, home], [230, home], [400, home]);
    const filled = fillGaps(track);
    expect([...filled.ts]).toEqual([0, 60, 120, 180, 200, 230, 290, 350, 400]);
    expect(filled.entries.filter((entry) => entry !== undefined)).toEqual(track.entries);
    expect(filled.entries[1]).toBeUndefined();
  });
});
