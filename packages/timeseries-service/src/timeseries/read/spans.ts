import { type TimeField, timeFields } from '../../block/index.js';

/** Range of a time, both ends included. */
export type Range = readonly [min: number, max: number];
export type Ranges = Readonly<Partial<Record<TimeField, Range>>>;

/** Entries of one stream that lie close together in `metadata.write_ts`. */
export interface Span {
  readonly count: number;
  readonly times: Ranges;
  /** Absent where they are not named. */
  readonly ids?: readonly string[];
}

/** Seconds without an entry after which another span begins. */
export const spanGap = 3600;
/** Spans of one stream in one answer; more are joined where the gaps are smallest. */
const mostSpans = 64;

/**
 * Joins spans that overlap or lie close together, and more where there are too many. Ordered by time.
 * @param mostIds where there would be more, none are named
 * @param join makes what two spans become, from what the plain members of both come to
 */
export function joinSpans<Kind extends Span>(
  spans: readonly Kind[],
  mostIds: number,
  join: (one: Kind, other: Kind, joined: Span) => Kind,
): Kind[] {
  const ordered = [...spans].sort((one, other) => startOf(one) - startOf(other));
  const within = (list: readonly Kind[], gap: number): Kind[] => {
    const joined: Kind[] = [];
    for (const span of list) {
      const last = joined.at(-1);
      if (!last || startOf(span) - endOf(last) > gap) joined.push(span);
      else joined[joined.length - 1] = join(last, span, joinTwo(last, span, mostIds));
    }
    return joined;
  };
  const joined = within(ordered, spanGap);
  if (joined.length <= mostSpans) return joined;
  const gaps = joined.slice(1).map((span, index) => startOf(span) - endOf(joined[index]!));
  return within(joined, gaps.sort((one, other) => other - one)[mostSpans - 1]!);
}

function joinTwo(one: Span, other: Span, mostIds: number): Span {
  const joined = { count: one.count + other.count, times: joinRanges(one.times, other.times) };
  if (!one.ids || !other.ids) return joined;
  const ids = [...new Set([...one.ids, ...other.ids])];
  return ids.length > mostIds ? joined : { ...joined, ids };
}

function joinRanges(one: Ranges, other: Ranges): Ranges {
  const joined: Partial<Record<TimeField, Range>> = {};
  for (const field of timeFields) {
    const [left, right] = [one[field], other[field]];
    const range = left && right ? joinTimes(left, right) : (left ?? right);
    if (range) joined[field] = range;
  }
  return joined;
}

function joinTimes(one: Range, other: Range): Range {
  return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
}

function startOf({ times }: Span): number {
  return times['metadata.write_ts']?.[0] ?? Number.NEGATIVE_INFINITY;
}

function endOf({ times }: Span): number {
  return times['metadata.write_ts']?.[1] ?? Number.POSITIVE_INFINITY;
}
