import type { Entry } from '../../entry.js';
import { isSojournError } from '../../errors.js';
import type { PersonClient } from '../service-client.js';
import { idAt, listEntries, numberAt } from './reader.js';

/** What the questions about user inputs need of a person's client. */
export type InputReader = Pick<PersonClient, 'streamEntries' | 'entry'>;

/** Seconds by which an input may reach beyond the end of what it is about. */
const endTolerance = 900;
/** Seconds around the start of an input within which its object is looked for. */
const searchRange = 86_400;
const longAgo = 0;
const farAhead = 2 ** 31 - 1;

/** Whether an entry is a place; else it is a trip or an untracked time. */
const isPlace = ({ metadata }: Entry): boolean => metadata.key.endsWith('_place');

/**
 * Whether an input is about a trip or place, by the rule of the reference: it begins within it, and ends with it, at most
 * 15 minutes later, or before the end of what comes next while more than half of the object is covered.
 * @param next what follows in the timeline: the end place of a trip, the starting trip of a place
 */
export function isInputFor(entry: Entry, input: Entry, next?: Entry): boolean {
  const [start, end] = [startOf(entry) ?? longAgo, endOf(entry) ?? farAhead];
  const [from, to] = [numberAt(input, 'start_ts'), numberAt(input, 'end_ts') ?? end];
  if (from === undefined || from < start || from >= end) return false;
  if (to <= end || to - end <= endTolerance) return true;
  const nextEnd = next && endOf(next);
  if (nextEnd !== undefined && to > nextEnd) return false;
  return Math.min(to, end) - from > (numberAt(entry, 'duration') ?? end - start) / 2;
}

/** The latest written input of a stream about a trip or place. @param key such as `manual/mode_confirm` */
export async function userInputFor(
  person: InputReader,
  entry: Entry,
  key: string,
): Promise<Entry | undefined> {
  const [latest] = (await inputsFor(person, entry, key)).sort(
    (one, other) => other.metadata.write_ts - one.metadata.write_ts,
  );
  return latest;
}

/** What a person added to a trip or place and did not take back. */
export async function additionsFor(person: InputReader, entry: Entry): Promise<Entry[]> {
  const key = isPlace(entry) ? 'manual/place_addition_input' : 'manual/trip_addition_input';
  const inputs = await inputsFor(person, entry, key);
  const deleted = new Set(
    inputs.filter(({ data }) => data.status === 'DELETED').map(({ data }) => data.match_id),
  );
  return inputs.filter(
    ({ data }) =>
      (data.status ?? 'ACTIVE') === 'ACTIVE' && (data.match_id === undefined || !deleted.has(data.match_id)),
  );
}

/** The confirmed trip or place that an input is about, the latest written of several. */
export async function confirmedObjectFor(person: InputReader, input: Entry): Promise<Entry | undefined> {
  const aboutPlace = input.metadata.key.startsWith('manual/place_');
  const field = aboutPlace ? 'data.enter_ts' : 'data.start_ts';
  const from = numberAt(input, 'start_ts') ?? longAgo;
  const candidates = await listEntries(person, {
    keys: [aboutPlace ? 'analysis/confirmed_place' : 'analysis/confirmed_trip'],
    time: { field, start: from - searchRange, end: from + searchRange },
  });
  let found: Entry | undefined;
  for (const candidate of candidates) {
    if (found && candidate.metadata.write_ts < found.metadata.write_ts) continue;
    if (isInputFor(candidate, input, await nextOf(person, candidate))) found = candidate;
  }
  return found;
}

async function inputsFor(person: InputReader, entry: Entry, key: string): Promise<Entry[]> {
  const inputs = await listEntries(person, {
    keys: [key],
    time: { field: 'data.start_ts', start: startOf(entry) ?? longAgo, end: endOf(entry) ?? farAhead },
  });
  if (inputs.length === 0) return inputs;
  const next = await nextOf(person, entry);
  return inputs.filter((input) => isInputFor(entry, input, next));
}

async function nextOf(person: InputReader, entry: Entry): Promise<Entry | undefined> {
  const id = idAt(entry, isPlace(entry) ? 'starting_trip' : 'end_place');
  if (id === undefined) return undefined;
  try {
    return await person.entry(id);
  } catch (error) {
    if (isSojournError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function startOf(entry: Entry): number | undefined {
  return numberAt(entry, isPlace(entry) ? 'enter_ts' : 'start_ts');
}

function endOf(entry: Entry): number | undefined {
  return numberAt(entry, isPlace(entry) ? 'exit_ts' : 'end_ts');
}
