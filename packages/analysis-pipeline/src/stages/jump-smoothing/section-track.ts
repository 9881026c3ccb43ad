import type { Entry } from '@sojourn/datamodel';
import { type LocationPoints, type Movement, movementAlong, type Track } from '../../points/index.js';

/** The points of a section in order of time, with points made up for gaps among them. */
export interface SectionTrack extends Track {
  readonly ts: Float64Array;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  /** The stored entry of each row; undefined where the point was made up. */
  readonly entries: readonly (Entry | undefined)[];
}

/** A track with how its rows follow each other. */
export interface MovingTrack {
  readonly track: SectionTrack;
  readonly movement: Movement;
}

export function trackOf({ ts, latitude, longitude, entries }: LocationPoints): SectionTrack {
  return { ts, latitude, longitude, entries };
}

export const moving = (track: SectionTrack): MovingTrack => ({ track, movement: movementAlong(track) });

/** The rows that are kept, and how they follow each other now. */
export function keepRows({ track }: MovingTrack, keep: readonly boolean[]): MovingTrack {
  const kept = (_: unknown, row: number): boolean => keep[row]!;
  return moving({
    ts: track.ts.filter(kept),
    latitude: track.latitude.filter(kept),
    longitude: track.longitude.filter(kept),
    entries: track.entries.filter(kept),
  });
}
