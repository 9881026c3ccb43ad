import type { ModeShare, Trip } from './trip.js';

/** What some trips come to. */
export interface Totals {
  /** Without untracked time. */
  readonly trips: number;
  readonly distance: number;
  readonly duration: number;
  /** By mode, the longest distance first. */
  readonly shares: readonly ModeShare[];
}

/** Sums up trips. Time without tracking counts for nothing. */
export function totalsOf(trips: readonly Trip[]): Totals {
  const shares = new Map<ModeShare['mode'], ModeShare>();
  let count = 0;
  let distance = 0;
  let duration = 0;
  for (const trip of trips) {
    if (trip.kind !== 'trip') continue;
    count += 1;
    distance += trip.distance;
    duration += trip.duration;
    for (const share of trip.shares) {
      const before = shares.get(share.mode);
      shares.set(share.mode, {
        mode: share.mode,
        distance: share.distance + (before?.distance ?? 0),
        duration: share.duration + (before?.duration ?? 0),
      });
    }
  }
  return {
    trips: count,
    distance,
    duration,
    shares: [...shares.values()].sort((a, b) => b.distance - a.distance),
  };
}
