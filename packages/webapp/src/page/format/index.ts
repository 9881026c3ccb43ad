export {
  addDays,
  type DayRange,
  daysOf,
  isDay,
  moveBy,
  rangeAround,
  type Span,
  secondsAround,
  spans,
} from './days.js';
export { createFormat, type Format, type Units, unitsOf } from './format.js';
export { type Moment, momentOf } from './moment.js';
