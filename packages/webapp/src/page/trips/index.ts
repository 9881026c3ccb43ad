export { type Guess, type LabelKind, labelKinds } from './label-kind.js';
export { positionOf as readPosition } from './members.js';
export type { Position } from './position.js';
export { groupByDay, type TimelineRow, timelineOf, tripsWithin } from './timeline.js';
export { type Totals, totalsOf } from './totals.js';
export {
  type Answer,
  compositeTrips,
  type ModeShare,
  type Place,
  readPlace,
  readTrip,
  type TrackPoint,
  type Trip,
  type TripSection,
  tripSummaries,
} from './trip.js';
export { fetchAhead, useLatestDay, useTrails, useTrips } from './trips-query.js';
