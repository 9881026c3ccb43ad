import type { TimeRange } from './entry-order.js';
import type { StageRange } from './state.js';

/** Seconds by which a phone's clock may be slow when it writes down what it has sensed. */
const clockError = 3600;

/**
 * A range of write time that covers a range of sensing time, so that streams that are read by either are read once.
 * What phones write before they sense it is not looked for.
 */
export function writtenRange({ start, end }: StageRange): TimeRange {
  return { field: 'metadata.write_ts', start: start === null ? null : start - clockError, end };
}
