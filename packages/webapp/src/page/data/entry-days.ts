import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import type { DayRange } from '../format/index.js';

/**
 * Times by which the reference's own export picks entries of a span of days: readings, what has a beginning, and stays
 * (`extract_timeline_for_day_range_and_user.py`); and what the clocks showed then.
 */
const times = { ts: 'fmt_time', start_ts: 'start_fmt_time', enter_ts: 'enter_fmt_time' } as const;
export type TimeMember = keyof typeof times;
export const timeMembers = Object.keys(times) as TimeMember[];

/**
 * Whether an entry belongs to some local days by one of its times. The first that it has counts, so that it belongs to
 * them once. Where no clock was kept, its seconds have to do, which were asked for with room for every zone.
 */
export function isOfDays({ data }: Entry | PhoneEntry, member: TimeMember, range: DayRange): boolean {
  if (timeMembers.find((name) => typeof data[name] === 'number') !== member) return false;
  const clock = data[times[member]];
  if (typeof clock !== 'string') return true;
  const day = clock.slice(0, 10);
  return day >= range.first && day <= range.last;
}
