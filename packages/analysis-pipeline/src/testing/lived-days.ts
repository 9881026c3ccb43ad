import type { Entry } from '@sojourn/datamodel';
import { simulate } from '@sojourn/simulator';
import * as fc from 'fast-check';
import type { MemoryStore } from './memory-store.js';
import { haveRealDays, readDay } from './real-days.js';

const invented = Array.from({ length: 8 }, (_, seed) => `invented ${seed}`);
/** Some real days of both kinds of phones. */
const recorded = [
  'android-2015-08-23-index-length',
  'android-2016-06-20',
  'android-2016-08-05-air-trip',
  'android-2016-08-10',
  'ios-2016-02-22-short-trips',
];

const mishaps = [
  'lost',
  'repeated',
  'delayed',
  'displaced',
  'misdated',
  'without activity',
  'without transitions',
] as const;

/** What befalls a recording between the phone and the server. */
interface Mishap {
  readonly kind: (typeof mishaps)[number];
  /** First entry that it befalls, as a share of all. */
  readonly from: number;
  /** Number of entries. */
  readonly length: number;
  /** Seconds, or some metres. */
  readonly by: number;
}

/** Days of a person by name, and what befell them: little to print when a law fails. */
export interface LivedDays {
  readonly name: string;
  readonly mishaps: readonly Mishap[];
}

/** A few days of invented people and, where they are at hand, of real ones, with mishaps. */
export const livedDays: fc.Arbitrary<LivedDays> = fc.record({
  name: fc.constantFrom(...invented, ...(haveRealDays ? recorded : [])),
  mishaps: fc.array(
    fc.record({
      kind: fc.constantFrom(...mishaps),
      from: fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000),
      length: fc.integer({ min: 1, max: 60 }),
      by: fc.integer({ min: 1, max: 4000 }),
    }),
    { maxLength: 4 },
  ),
});

/** The entries of lived days in the order of their writing. */
export function entriesOf({ name, mishaps }: LivedDays): Entry[] {
  const entries = recorded.includes(name) ? readDay(name) : inventedDays(name);
  return mishaps
    .reduce(befall, entries)
    .sort((left, right) => left.metadata.write_ts - right.metadata.write_ts);
}

/** Brings some entries of lived days to a store: recorded ones were a server's, invented ones are a phone's. */
export function deliver(store: MemoryStore, { name }: LivedDays, entries: readonly Entry[]): void {
  if (recorded.includes(name)) store.import(entries);
  else store.upload(entries);
}

function inventedDays(name: string): Entry[] {
  const seed = invented.indexOf(name);
  const platform = seed % 2 === 0 ? 'android' : 'ios';
  const [person] = simulate({ seed: name, days: 2, platform, flights: seed > 5 });
  return [...person!.entries].map((entry, index) => ({
    ...entry,
    _id: { $oid: index.toString(16).padStart(24, '0') },
  })) as unknown as Entry[];
}

function befall(entries: Entry[], { kind, from, length, by }: Mishap): Entry[] {
  const start = Math.floor(from * entries.length);
  const isHit = (_: Entry, index: number): boolean => index >= start && index < start + length;
  const onThose = (change: (entry: Entry) => Entry): Entry[] =>
    entries.map((entry, index) => (isHit(entry, index) ? change(entry) : entry));
  const without = (key: string): Entry[] => entries.filter(({ metadata }) => metadata.key !== key);
  switch (kind) {
    case 'lost':
      return entries.filter((entry, index) => !isHit(entry, index));
    case 'repeated':
      return [...entries, ...entries.filter(isHit).map((entry) => anotherOf(entry, by))];
    case 'delayed':
      return onThose((entry) => written(entry, by));
    case 'displaced':
      return onThose((entry) => displaced(entry, by));
    case 'misdated':
      return onThose((entry) => misdated(entry, by));
    case 'without activity':
      return without('background/motion_activity');
    case 'without transitions':
      return without('statemachine/transition');
  }
}

/** The same, sensed once and written twice. */
function anotherOf(entry: Entry, by: number): Entry {
  const $oid = `d${by.toString(16).padStart(4, '0')}${entry._id.$oid.slice(5)}`;
  return written({ ...entry, _id: { $oid } }, by);
}

/** Written later than it was: the phone was busy. */
function written(entry: Entry, by: number): Entry {
  return { ...entry, metadata: { ...entry.metadata, write_ts: entry.metadata.write_ts + by } };
}

/** By a clock that was wrong for a while: behind by more than a month, or by hours. */
function misdated(entry: Entry, by: number): Entry {
  const { ts } = entry.data as { ts?: number };
  const off = by % 2 === 0 ? by * 1000 : by * 10;
  const { metadata } = written(entry, -off);
  return ts === undefined
    ? { ...entry, metadata }
    : { ...entry, metadata, data: { ...entry.data, ts: ts - off } };
}

/** Some hundred metres off, as by a reflection. */
function displaced(entry: Entry, by: number): Entry {
  const { latitude, loc } = entry.data as {
    latitude?: number;
    loc?: { coordinates: readonly number[] };
  };
  if (latitude === undefined) return entry;
  const moved = latitude + by / 400_000;
  const point = loc && { type: 'Point', coordinates: [loc.coordinates[0], moved] };
  return { ...entry, data: { ...entry.data, latitude: moved, ...(point && { loc: point }) } };
}
