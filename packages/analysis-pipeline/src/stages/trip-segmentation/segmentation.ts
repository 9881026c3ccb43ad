import type { Entry } from '@sojourn/datamodel';
import {
  type LocationPoints,
  locationPoints,
  placeable,
  selectActivities,
  selectPoints,
  selectTransitions,
  slicePoints,
} from '../../points/index.js';
import type { MethodInput, Segment, SegmentationMethod } from './method.js';
import { segmentationMethods } from './methods.js';

/** The points of a table without those that were sensed before one that was written earlier. */
export function inOrder(points: LocationPoints): LocationPoints {
  const kept: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < points.count; row++) {
    if (points.ts[row]! < latest) continue;
    latest = points.ts[row]!;
    kept.push(row);
  }
  return kept.length === points.count ? points : selectPoints(points, kept);
}

/**
 * The uploads that were sensed before one that was written earlier, repeats included: one that stayed would stand for
 * the others.
 * @param uploads in order of write time, then id; `first` and those after it are looked at
 */
export function outOfOrder(uploads: readonly Entry[], first: Entry): Entry[] {
  let latest = Number.NEGATIVE_INFINITY;
  return placeable(uploads.slice(uploads.indexOf(first))).filter(({ data }) => {
    const ts = data.ts as number;
    const isLate = ts < latest;
    latest = Math.max(latest, ts);
    return isLate;
  });
}

/** Points of a table that are not in order. */
export interface Disorder {
  /** Those that were uploaded once. */
  readonly once: readonly Entry[];
  /** The first uploads of those that were uploaded more than once. */
  readonly repeated: readonly Entry[];
}

/**
 * The points of a table that are not in order.
 * @param uploads those that the table was made of
 * @param ordered what is left of the table when it is in order
 */
export function disorderOf(
  uploads: readonly Entry[],
  table: LocationPoints,
  ordered: LocationPoints,
): Disorder {
  const inTable = new Set(table.entries);
  const inPlace = new Set(ordered.entries);
  const repeats = new Map<number, Entry[]>();
  for (const upload of placeable(uploads)) {
    if (inTable.has(upload)) continue;
    const { write_ts } = upload.metadata;
    repeats.set(write_ts, [...(repeats.get(write_ts) ?? []), upload]);
  }
  const isRepeated = (entry: Entry): boolean =>
    repeats.get(entry.metadata.write_ts)?.some((repeat) => locationPoints([entry, repeat]).count === 1) ??
    false;
  const once: Entry[] = [];
  const repeated: Entry[] = [];
  for (const entry of table.entries) {
    if (!inPlace.has(entry)) (isRepeated(entry) ? repeated : once).push(entry);
  }
  return { once, repeated };
}

/** The collection modes among the points that have a method, by first appearance. */
export function collectionModes({ filter }: LocationPoints): string[] {
  return [...new Set(filter)].filter(
    (mode): mode is string => mode !== undefined && segmentationMethods.has(mode),
  );
}

export interface CombinedSegmentation {
  readonly segments: readonly Segment[];
  readonly progress: number | undefined;
  /** Method of the first mode; it names the source of every trip of the run. */
  readonly method: SegmentationMethod | undefined;
}

/**
 * Cuts points into trips by the method of their collection mode. Where a person changed phones, each mode's stretch of
 * points, with whatever lies between, goes through its own method.
 * @param input points in order of their sensing time
 * @param rangeEnd end of the stage's range, Unix seconds
 * @param source name of the method to go on with where no point says its mode
 */
export function segmentPoints(input: MethodInput, rangeEnd: number, source?: unknown): CombinedSegmentation {
  const modes = collectionModes(input.points);
  const known = [...segmentationMethods.keys()].find(
    (mode) => segmentationMethods.get(mode)!.source === source,
  );
  if (modes.length === 0 && known !== undefined) modes.push(known);
  const method = modes[0] === undefined ? undefined : segmentationMethods.get(modes[0]);
  if (method === undefined) return { segments: [], progress: undefined, method };
  if (modes.length === 1) return { ...method.segment(input), method };

  const byStart = new Map<number, readonly Segment[]>();
  let progress: number | undefined;
  for (const mode of modes) {
    const stretch = stretchOf(mode, input, rangeEnd);
    const found = segmentationMethods.get(mode)!.segment(stretch.input);
    byStart.set(stretch.start, found.segments);
    if (found.progress !== undefined) progress = Math.max(progress ?? found.progress, found.progress);
  }
  const segments = [...byStart].sort(([left], [right]) => left - right).flatMap(([, found]) => found);
  return { segments, progress, method };
}

/** What one mode's method looks at: its first to its last point, and the events written in that time. */
function stretchOf(
  mode: string,
  { points, transitions, activities }: MethodInput,
  rangeEnd: number,
): { start: number; input: MethodInput } {
  const first = points.filter.indexOf(mode);
  const last = points.filter.lastIndexOf(mode);
  const start = points.ts[first]!;
  const end = last + 1 < points.count ? points.ts[last + 1]! : rangeEnd;
  return {
    start,
    input: {
      points: slicePoints(points, first, last),
      transitions: selectTransitions(
        transitions,
        (row) => start <= transitions.writeTs[row]! && transitions.writeTs[row]! <= end,
      ),
      activities: selectActivities(
        activities,
        (row) => start <= activities.writeTs[row]! && activities.writeTs[row]! <= end,
      ),
    },
  };
}
