import type { Entry } from '@sojourn/datamodel';
import { type DiaryObject, numberOf, spanOf } from './span.js';

/** Seconds that an input may end after its object. */
const lateEnd = 900;

/**
 * Whether what somebody said is about an object: it begins during it and ends with it, or reaches into what follows
 * while most of the object is covered. What was said of a time without an end counts as ending with the object.
 * @param following gives the place that a trip led to, or the trip that left a place
 */
export function belongsTo(
  input: Entry,
  object: DiaryObject,
  following: () => DiaryObject | undefined,
): boolean {
  const { start, end } = spanOf(object);
  const inputStart = numberOf(input.data.start_ts);
  if (inputStart === undefined || inputStart < start || inputStart >= end) return false;
  const inputEnd = numberOf(input.data.end_ts) ?? end;
  if (inputEnd <= end || inputEnd - end <= lateEnd) return true;
  const next = following();
  if (
    next !== undefined &&
    inputEnd > (numberOf(next.end_ts) ?? numberOf(next.exit_ts) ?? Number.POSITIVE_INFINITY)
  ) {
    return false;
  }
  const duration = numberOf(object.duration);
  const overlap = Math.min(inputEnd, end) - Math.max(inputStart, start);
  return duration !== undefined && overlap / duration > 0.5;
}
