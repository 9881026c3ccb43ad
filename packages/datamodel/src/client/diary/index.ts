export { finalLabelsOf, hasFinalLabels, type Labels, withInputColumns } from './final-labels.js';
export { firstPlace, lastPlace, placeBefore } from './places.js';
export type { DiaryReader } from './reader.js';
export { type TimelineQuery, timelineOf } from './timeline.js';
export { inferredModesOf, inferredSectionOf, pointsOf, sectionsOfTrip, stopsOfTrip } from './trip-parts.js';
export {
  additionsFor,
  confirmedObjectFor,
  type InputReader,
  isInputFor,
  userInputFor,
} from './user-inputs.js';
