import { isSojournError } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';

/** The stream whose entries are summed up. */
export const tripKey = 'analysis/confirmed_trip';

const day = 86_400;
/** Clocks on earth differ from UTC by at most 14 hours. */
const mostOffset = 14 * 3600;
/** More days than these are as good as all. */
const mostDays = 1000;

/**
 * On which local dates a person's trips may have changed since a sequence, and up to which sequence that is said.
 * Undefined when nobody can say, so that all of them have to be looked at.
 */
export async function touchedDays(
  person: PersonClient,
  since: number,
): Promise<{ readonly sequence: number; readonly days: ReadonlySet<string> } | undefined> {
  try {
    const { sequence, changes } = await person.changes(since);
    const days = new Set<string>();
    for (const { key, times } of changes) {
      // A change without a name is one of a block that cannot be read.
      if (key !== tripKey && key !== '') continue;
      const span = times['data.start_ts'];
      if (span === undefined || (span[1] - span[0]) / day > mostDays) return undefined;
      for (const date of datesBetween(span[0] - mostOffset, span[1] + mostOffset)) days.add(date);
    }
    return { sequence, days };
  } catch (error) {
    if (isSojournError(error) && (error.code === 'sequence-unknown' || error.code === 'block-damaged')) {
      return undefined;
    }
    throw error;
  }
}

function datesBetween(start: number, end: number): string[] {
  const dates: string[] = [];
  for (let midnight = Math.floor(start / day) * day; midnight <= end; midnight += day) {
    dates.push(new Date(midnight * 1000).toISOString().slice(0, 10));
  }
  return dates;
}
