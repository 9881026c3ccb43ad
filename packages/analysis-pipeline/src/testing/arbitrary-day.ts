import type { Entry, EntryData } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { inventActivity, inventPoint, inventTransition } from './invent.js';

/** One thing after the other that a person does, or that befalls their phone. */
type Episode =
  | { readonly kind: 'stay'; readonly points: number; readonly every: number; readonly wander: number }
  | { readonly kind: 'travel'; readonly points: number; readonly every: number; readonly step: number }
  | { readonly kind: 'gap'; readonly seconds: number; readonly east: number }
  | { readonly kind: 'transition'; readonly code: number; readonly state: number }
  | { readonly kind: 'activity'; readonly type: number };

const episode: fc.Arbitrary<Episode> = fc.oneof(
  fc.record({
    kind: fc.constant('stay' as const),
    points: fc.integer({ min: 1, max: 20 }),
    every: fc.integer({ min: 1, max: 70 }),
    wander: fc.integer({ min: 0, max: 120 }),
  }),
  fc.record({
    kind: fc.constant('travel' as const),
    points: fc.integer({ min: 1, max: 30 }),
    every: fc.integer({ min: 1, max: 70 }),
    step: fc.integer({ min: 1, max: 600 }),
  }),
  fc.record({
    kind: fc.constant('gap' as const),
    seconds: fc.constantFrom(30, 61, 400, 599, 601, 4000, 43_201, 200_000),
    east: fc.constantFrom(0, 40, 1300, 2600, 90_000),
  }),
  fc.record({
    kind: fc.constant('transition' as const),
    code: fc.constantFrom(1, 2, 3, 4, 14),
    state: fc.constantFrom(1, 2),
  }),
  fc.record({ kind: fc.constant('activity' as const), type: fc.constantFrom(0, 2, 3, 7) }),
);

/** How the phone tells it: what is written late, twice, with another mode, or out of order. */
const disturbance = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom(
    'lost',
    'late',
    'repeated',
    'uploaded again',
    'modeless',
    'without altitude',
    'back',
    'same time' as const,
  ),
  by: fc.integer({ min: 1, max: 3000 }),
});

/** Entries of some days of one phone in the order of their writing, disturbed in the ways that real ones are. */
export function arbitraryDays(filter: 'time' | 'distance' = 'time'): fc.Arbitrary<Entry[]> {
  return fc
    .record({
      episodes: fc.array(episode, { minLength: 1, maxLength: 25 }),
      disturbances: fc.array(disturbance, { maxLength: 8 }),
    })
    .map(({ episodes, disturbances }) => disturbed(told(episodes, filter), disturbances));
}

function told(episodes: readonly Episode[], filter: string): Entry[] {
  const entries: Entry[] = [];
  let ts = 1_600_000_000;
  let east = 0;
  const point = (offset = 0): void => {
    const spot = { east: east + offset, north: offset / 3 };
    entries.push(inventPoint(ts, spot, { filter, written: ts + 2 }));
  };
  for (const one of episodes) {
    if (one.kind === 'gap') {
      ts += one.seconds;
      east += one.east;
    } else if (one.kind === 'transition') {
      entries.push(inventTransition(++ts, one.code, one.state));
    } else if (one.kind === 'activity') {
      entries.push(inventActivity(++ts, one.type));
    } else {
      for (let index = 0; index < one.points; index++) {
        ts += one.every;
        if (one.kind === 'travel') east += one.step;
        point(one.kind === 'stay' ? ((index * 37) % (one.wander + 1)) - one.wander / 2 : 0);
      }
    }
  }
  return entries;
}

function disturbed(entries: Entry[], list: readonly { at: number; kind: string; by: number }[]): Entry[] {
  let told = entries;
  for (const { at, kind, by } of list) {
    const index = at % told.length;
    const entry = told[index];
    if (entry === undefined) continue;
    const { metadata, data } = entry;
    const others = told.filter((_, other) => other !== index);
    const later = { ...metadata, write_ts: metadata.write_ts + by };
    const copyId = { $oid: `e${String(at).padStart(23, '0')}` };
    if (kind === 'lost') told = others;
    else if (kind === 'late') told = [...others, { ...entry, metadata: later }];
    else if (kind === 'repeated') told = [...told, { ...entry, _id: copyId }];
    else if (kind === 'uploaded again') told = [...told, { ...entry, _id: copyId, metadata: later }];
    else if (kind === 'without altitude')
      told = [...others, { ...entry, data: { ...data, altitude: undefined } as EntryData }];
    else if (kind === 'modeless') told = [...others, { ...entry, data: { ...data, filter: null } }];
    else if (kind === 'back')
      told = [...others, { ...entry, data: { ...data, ts: (data.ts as number) - by } }];
    else told = [...others, { ...entry, metadata: { ...metadata, write_ts: told[0]!.metadata.write_ts } }];
  }
  return told.sort((left, right) => left.metadata.write_ts - right.metadata.write_ts);
}
