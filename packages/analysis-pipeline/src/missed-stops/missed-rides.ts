import { type Entry, isSojournError } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { modePredictionKey } from '../stages/index.js';

/** What is known of a person's missed rides; sealed with the person's own key. */
interface MissedMark {
  /** The person's sequence up to which predictions were looked at. */
  readonly sequence: number;
  /** How many rides nobody could be asked about. */
  readonly missed: number;
  /** How often in a row nobody could be asked again. */
  readonly tries: number;
  /** Unix seconds before which nobody is asked again without being told to. */
  readonly notBefore: number;
}

const markDocument = 'missed-stops';
const firstDelay = 900;
const longestDelay = 86_400;

/**
 * Predictions of the rides about which no transit stops could be looked up, in order of their start.
 * @param due a time in Unix seconds: undefined where it is too early to ask again, or there was nothing to ask about and
 *   nothing has changed since. Left out, all of them are found
 * @throws SojournError `person-locked`
 */
export async function missedRides(person: PersonClient, due?: number): Promise<readonly Entry[] | undefined> {
  if (due !== undefined) {
    const mark = await markOf(person);
    const mayBeMore = mark === undefined || (await hasNewPredictions(person, mark));
    if (!mayBeMore && (mark.missed === 0 || due < mark.notBefore)) return undefined;
  }
  const missed: Entry[] = [];
  for await (const predictions of person.streamEntries({
    keys: [modePredictionKey],
    orderBy: 'data.start_ts',
  })) {
    missed.push(...predictions.filter(({ data }) => data.transit_stops !== undefined));
  }
  return missed;
}

/**
 * Puts down how many rides are left, and when it is time to ask again: each time twice as late when nobody could be asked.
 * @param sequence of the person before the rides were looked for
 * @param now Unix seconds
 */
export async function noteMissed(
  person: PersonClient,
  { sequence, told, left, now }: { sequence: number; told: number; left: number; now: number },
): Promise<void> {
  const before = await markOf(person);
  const tries = left === 0 || told > 0 ? 0 : (before?.tries ?? 0) + 1;
  const delay = Math.min(longestDelay, firstDelay * 2 ** Math.max(0, tries - 1));
  const mark: MissedMark = { sequence, missed: left, tries, notBefore: now + delay };
  await person.documents.put(markDocument, mark);
}

async function markOf(person: PersonClient): Promise<MissedMark | undefined> {
  return (await person.documents.get(markDocument))?.value as MissedMark | undefined;
}

async function hasNewPredictions(person: PersonClient, mark: MissedMark): Promise<boolean> {
  try {
    const { changes } = await person.changes(mark.sequence);
    // A change without a name is one of a block that cannot be read.
    return changes.some(({ key }) => key === modePredictionKey || key === '');
  } catch (error) {
    if (isSojournError(error) && error.code === 'sequence-unknown') return true;
    throw error;
  }
}
