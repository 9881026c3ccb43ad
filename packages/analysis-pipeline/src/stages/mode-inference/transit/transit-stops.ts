import type { BoundingBox } from './bounding-box.js';

/** Tags of an element of OpenStreetMap. */
export type Tags = Readonly<Record<string, string>>;

/** A public-transport route that serves a stop. */
export interface TransitRoute {
  readonly id: number | string;
  readonly tags: Tags;
}

/** A stop, station or platform. */
export interface TransitStop {
  readonly id: number | string;
  readonly tags: Tags;
  /** Empty when no route is known to serve it. */
  readonly routes: readonly TransitRoute[];
}

/**
 * Where transit stops are looked up. A stage does not wait: an implementation that has to ask somebody does so before
 * the stage runs, for the boxes at both ends of each section.
 */
export interface TransitStopLookup {
  /** Stops in a box; undefined when nobody could be asked, which is not the same as there being none. */
  stopsIn(box: BoundingBox): readonly TransitStop[] | undefined;
}

/** A lookup that never finds a stop. */
export const noTransitStops: TransitStopLookup = Object.freeze({ stopsIn: () => [] });
