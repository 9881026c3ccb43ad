export { formatTime, formatTimeAtOffset, offsetText } from './format.js';
export { type LocalDate, localDate, localDateAtOffset } from './local-date.js';
export { firstTimestamp, lastTimestamp } from './range.js';
export { type RoundedInstant, roundToMicroseconds } from './round.js';
export { isKnownZone, parseOffset, zoneOffset } from './zone.js';
