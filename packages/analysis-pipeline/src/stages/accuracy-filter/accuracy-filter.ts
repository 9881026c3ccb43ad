import type { Entry } from '@sojourn/datamodel';
import { locationPoints, numberOf, placeable } from '../../points/index.js';
import type { EntryMaker } from '../entry-maker.js';
import type { TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import { filteredLocationKey, locationKey } from '../stream-keys.js';

const name = 'ACCURACY_FILTERING';

/** Points at least this many metres uncertain are dropped. */
const largestUncertainty = 200;

/** Makes filtered points of the accurate ones among all points, for phones that did not do so themselves. */
export const accuracyFilter: Stage = {
  name,
  needs: (scope: RunScope): EntryNeed[] => {
    if (!scope.settings['intake.cleaning.filter_accuracy.enable']) return [];
    const range = writeRange(scope);
    return [
      { key: locationKey, range },
      { key: filteredLocationKey, range },
    ];
  },
  run: (input: StageInput): StageOutput => {
    if (!input.settings['intake.cleaning.filter_accuracy.enable']) return { processedUpTo: null, entries: 0 };
    const range = writeRange(input);
    const all = input.view.find(locationKey, range);
    const filtered = input.view.find(filteredLocationKey, range);
    return {
      ...(input.rederivation.from === 'start'
        ? filteredAnew(all, filtered, input.make)
        : { insert: filteredPoints(all, filtered).map((entry) => asFiltered(entry, input.make)) }),
      processedUpTo: all.at(-1)?.metadata.write_ts ?? null,
      entries: all.length + filtered.length,
    };
  },
};

/**
 * The entries among all points to make filtered points of: accurate, not repeated, and at times for which there is no
 * filtered point yet.
 *
 * The rows of the de-duplicated table are taken as positions in the list that still has its repeats. The reference
 * does so, and its filtered points differ from the expected ones exactly where points were uploaded twice.
 * @param all unfiltered points in order of write time, then id
 */
export function filteredPoints(all: readonly Entry[], filtered: readonly Entry[]): Entry[] {
  const uploads = placeable(all);
  const { entries } = locationPoints(uploads);
  const takenTimes = new Set(locationPoints(filtered).entries.map(milliseconds));
  const seen = new Set<string>();
  const chosen: Entry[] = [];
  entries.forEach((entry, row) => {
    const accuracy = numberOf(entry.data.accuracy);
    if (!(accuracy < largestUncertainty)) return;
    const { latitude, longitude, ts } = entry.data as { latitude: number; longitude: number; ts: number };
    const reading = `${latitude + 0} ${longitude + 0} ${ts} ${accuracy}`;
    if (seen.has(reading)) return;
    seen.add(reading);
    if (!takenTimes.has(milliseconds(entry))) chosen.push(uploads[row]!);
  });
  return chosen;
}

/**
 * What makes the filtered points those that there would be if all points had come at once. Earlier runs, which knew
 * fewer, may have made others; those equal an unfiltered point in all but their key.
 */
function filteredAnew(
  all: readonly Entry[],
  filtered: readonly Entry[],
  make: EntryMaker,
): Pick<StageOutput, 'insert' | 'remove'> {
  const sources = new Set(all.map(contentOf));
  const copies = new Map<string, Entry[]>();
  const sent: Entry[] = [];
  for (const entry of filtered) {
    const content = contentOf(entry);
    if (!sources.has(content)) sent.push(entry);
    else copies.set(content, [...(copies.get(content) ?? []), entry]);
  }
  const insert: Entry[] = [];
  for (const source of filteredPoints(all, sent)) {
    if (copies.get(contentOf(source))?.shift() === undefined) insert.push(asFiltered(source, make));
  }
  return { insert, remove: [...copies.values()].flat() };
}

/** Everything that an entry says, whatever its stream. */
function contentOf({ metadata, data }: Entry): string {
  return JSON.stringify([{ ...metadata, key: null }, data]);
}

/** Range of write time from the mark on, or from the earliest late entry. */
function writeRange({ states, now, rederivation }: RunScope): TimeRange {
  const { start, end } = stageRange(states[name], now);
  const field = 'metadata.write_ts';
  if (rederivation.from === 'start') return { field, start: null, end };
  if (rederivation.from === 'trip' && start !== null) {
    return { field, start: Math.min(start, rederivation.earliestWritten), end };
  }
  return { field, start, end };
}

function milliseconds({ data }: Entry): number {
  return Math.trunc((data.ts as number) * 1000);
}

function asFiltered(entry: Entry, make: EntryMaker): Entry {
  return {
    ...entry,
    _id: { $oid: make.createId() },
    metadata: { ...entry.metadata, key: filteredLocationKey },
  };
}
