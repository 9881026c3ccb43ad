import { mersenne } from 'pure-rand/generator/mersenne';
import { metresBetween } from '../../points/index.js';
import type { SectionTrack } from './section-track.js';

/** Seconds without a point that make a gap, and between the points made up for it. */
const step = 60;
/** Metres across a gap above which the phone has moved and nothing is made up. */
const farthest = 100;
/** Metres in a degree, as the reference reckons. */
const metresInDegree = 111_111;
/** The reference's seed. It is planted anew for each section, so that a result depends on the section alone. */
const seed = 61_297_777;

/** Numbers from 0 to 1, the same ones at every call: MT19937 with 53 bits, as NumPy draws them. */
export function createUniform(): () => number {
  const generator = mersenne(seed);
  return () => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
}

/**
 * Makes points up around where the phone stayed while it sent none, so that the speed statistics of a section whose
 * points come at fixed distances know about the time it stood still.
 */
export function fillGaps(track: SectionTrack, uniform = createUniform()): SectionTrack {
  const madeUp: { ts: number; latitude: number; longitude: number }[] = [];
  for (let row = 1; row < track.ts.length; row++) {
    const since = track.ts[row - 1]!;
    if (!(track.ts[row]! - since > step) || metresBetween(track, row - 1, row) > farthest) continue;
    const count = Math.ceil((track.ts[row]! - since - step) / step);
    const distances = Array.from({ length: count }, () => farthest * uniform());
    const angles = Array.from({ length: count }, () => 2 * Math.PI * uniform());
    const latitude = track.latitude[row]!;
    // The reference takes the cosine of degrees; recorded results depend on where its points lie.
    const shrink = Math.cos(latitude);
    distances.forEach((distance, index) => {
      const angle = angles[index]!;
      madeUp.push({
        ts: since + step * (index + 1),
        latitude: latitude + distance * (Math.sin(angle) / metresInDegree),
        longitude: track.longitude[row]! + distance * (Math.cos(angle) / shrink / metresInDegree),
      });
    });
  }
  return madeUp.length === 0 ? track : inOrder(track, madeUp);
}

function inOrder(
  track: SectionTrack,
  madeUp: readonly { ts: number; latitude: number; longitude: number }[],
): SectionTrack {
  const rows = [
    ...Array.from(track.ts, (ts, row) => ({
      ts,
      latitude: track.latitude[row]!,
      longitude: track.longitude[row]!,
      entry: track.entries[row],
    })),
    ...madeUp.map((point) => ({ ...point, entry: undefined })),
  ].sort((left, right) => left.ts - right.ts);
  return {
    ts: Float64Array.from(rows, ({ ts }) => ts),
    latitude: Float64Array.from(rows, ({ latitude }) => latitude),
    longitude: Float64Array.from(rows, ({ longitude }) => longitude),
    entries: rows.map(({ entry }) => entry),
  };
}
