import type { Entry } from '@sojourn/datamodel';
import type { Activities, LocationPoints, Transitions } from '../../points/index.js';

/** What a segmentation method looks at. The points are in order of their sensing time. */
export interface MethodInput {
  readonly points: LocationPoints;
  readonly transitions: Transitions;
  readonly activities: Activities;
}

/** A trip that a method found: its first and its last point. */
export interface Segment {
  readonly first: Entry;
  readonly last: Entry;
}

export interface Segmentation {
  /** In order of time. */
  readonly segments: readonly Segment[];
  /** Write time up to which points are done with; undefined when there is no segment. */
  readonly progress: number | undefined;
}

/** A way to cut points into trips, chosen by the collection mode that the phone recorded. */
export interface SegmentationMethod {
  /** Name that trips and places carry as their source. */
  readonly source: string;
  /** Metres from which on a jump between a place and the next trip may be untracked time. */
  readonly untrackedDistance: number;
  readonly segment: (input: MethodInput) => Segmentation;
}
