import { type Entry, isSojournError, type PersonId } from '@sojourn/datamodel';
import type { PersonClient, ServiceClient } from '@sojourn/datamodel/client';
import type { PersonSummary } from '@sojourn/datamodel/http';
import { type DaySummaryOptions, dateOf, daySummaries, everyMetric, SummarySums } from '../results/index.js';
import { AggregateStore, countedPerson, setCounted } from './aggregate-store.js';
import { windowsOf } from './date-windows.js';
import { changedDays, DayPrinter, type DayPrints, isDated, onlyDays, withoutDays } from './day-prints.js';
import { touchedDays, tripKey } from './touched-days.js';

export interface RefreshOptions {
  readonly store: ServiceClient;
  readonly summaries: DaySummaryOptions;
  /** Does work for each item, several at a time. */
  readonly forEach: <Item>(items: readonly Item[], work: (item: Item) => Promise<void>) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly progress?: (step: string, done: number, total: number) => void;
}

/** What a refresh came to. */
export interface RefreshResult {
  /** People whose trips are counted. */
  readonly people: number;
  /** Those of them whose diary had changed. */
  readonly changed: number;
  /** People who are not counted because nobody can read their trips now. */
  readonly locked: number;
  /** Days that were summed up anew. */
  readonly days: number;
}

/**
 * Brings the summaries of everybody's days up to date: finds out from the changes of each person on which days
 * trips have changed since the last time, and sums up those days over all people. No other days are read, unless people
 * have left or the basis of the sums is another one. When it is
 * interrupted the next one does the same over again.
 */
export async function refreshAggregate(options: RefreshOptions): Promise<RefreshResult> {
  const { store, forEach, signal, progress = () => undefined } = options;
  const aggregate = new AggregateStore(store);
  const people: PersonSummary[] = [];
  for await (const person of store.people()) people.push(person);
  const days = new Set<string>();
  const open: PersonId[] = [];
  const counted: PersonId[] = [];
  const remember: (() => Promise<void>)[] = [];
  await forEach(people, async (person) => {
    signal?.throwIfAborted();
    const change = await unlessLocked(() => changeOf(store.person(person.id), person));
    if (change === undefined) return;
    open.push(person.id);
    if (change.wasCounted) counted.push(person.id);
    for (const day of change.days) days.add(day);
    if (change.remember !== undefined) remember.push(change.remember);
    progress('people', open.length, people.length);
  });
  const { basis = '' } = options.summaries;
  // Those who left, or whose data was locked or unlocked, change days that nothing of theirs tells any more; other
  // settings change them all.
  if (await aggregate.isOfOthers(counted, basis)) {
    for (const day of await daysOfAll(aggregate, counted, options)) days.add(day);
  }
  if (days.size > 0) await aggregate.replace(days, await sumUp(days, open, options));
  await forEach(remember, async (write) => {
    await unlessLocked(write);
  });
  await aggregate.setPeople(open, basis);
  return {
    people: open.length,
    changed: remember.length,
    locked: people.length - open.length,
    days: days.size,
  };
}

/** What has become of a person since the last time. */
interface PersonChange {
  readonly wasCounted: boolean;
  /** On which days trips have changed. */
  readonly days: readonly string[];
  /** Puts down that they were counted. */
  readonly remember?: () => Promise<void>;
}

async function changeOf(person: PersonClient, { sequence }: PersonSummary): Promise<PersonChange> {
  const counted = await countedPerson(person.documents);
  if (counted === undefined) {
    const days = await printsOf(person);
    return {
      wasCounted: false,
      days: Object.keys(days),
      remember: () => setCounted(person.documents, { sequence, days }),
    };
  }
  if (counted.sequence === sequence) return { wasCounted: true, days: [] };
  const touched = await touchedDays(person, counted.sequence);
  const before = touched === undefined ? counted.days : onlyDays(counted.days, touched.days);
  const after = await printsOf(person, touched?.days);
  const next = {
    sequence: touched?.sequence ?? sequence,
    days: { ...withoutDays(counted.days, Object.keys(before)), ...after },
  };
  return {
    wasCounted: true,
    days: changedDays(before, after),
    remember: () => setCounted(person.documents, next),
  };
}

/** What a person's trips come to. @param days those of which it is wanted; all of them when left out */
async function printsOf(person: PersonClient, days?: ReadonlySet<string>): Promise<DayPrints> {
  const printer = new DayPrinter();
  for (const window of days === undefined ? [everything] : windowsOf(days)) {
    for await (const trips of tripsOf(person, window)) {
      for (const trip of trips) if (days === undefined || days.has(dateOf(trip))) printer.add(trip);
    }
  }
  return printer.result();
}

/** The days that there are summaries of, and those on which anybody who is counted has trips. */
async function daysOfAll(
  aggregate: AggregateStore,
  people: readonly PersonId[],
  { store, forEach }: RefreshOptions,
): Promise<Set<string>> {
  const days = await aggregate.days();
  await forEach(people, async (id) => {
    const counted = await unlessLocked(() => countedPerson(store.person(id).documents));
    for (const day of Object.keys(counted?.days ?? {})) days.add(day);
  });
  return days;
}

async function sumUp(
  days: ReadonlySet<string>,
  people: readonly PersonId[],
  { store, forEach, summaries, signal, progress }: RefreshOptions,
) {
  const sums = new SummarySums();
  const windows = windowsOf(days);
  let done = 0;
  await forEach(people, async (id) => {
    signal?.throwIfAborted();
    const trips: Entry[] = [];
    const seen = new Set<string>();
    await unlessLocked(async () => {
      for (const window of windows) {
        for await (const list of tripsOf(store.person(id), window)) {
          for (const trip of list) {
            if (!isDated(trip) || !days.has(dateOf(trip)) || seen.has(trip._id.$oid)) continue;
            seen.add(trip._id.$oid);
            trips.push(trip);
          }
        }
      }
    });
    sums.add(daySummaries(trips, everyMetric, summaries));
    progress?.('days', ++done, people.length);
  });
  return sums.result();
}

function tripsOf(person: PersonClient, window: { start: number | null; end: number | null } = everything) {
  return person.streamEntries({ keys: [tripKey], time: { field: 'data.start_ts', ...window } });
}

const everything = { start: null, end: null };

/** Undefined for a person whose data nobody can read now. */
async function unlessLocked<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    // Somebody may be erased meanwhile.
    if (isSojournError(error) && (error.code === 'person-locked' || error.code === 'not-found'))
      return undefined;
    throw error;
  }
}
