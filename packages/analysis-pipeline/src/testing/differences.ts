import type { Entry } from '@sojourn/datamodel';

/** Streams by their key. */
export type Streams = Readonly<Record<string, readonly Entry[] | undefined>>;

export interface ComparisonOptions {
  /** Largest relative difference of numbers that are no times. */
  readonly tolerance?: number;
  /** Members that are not looked at. */
  readonly ignored?: readonly string[];
  /** Differences to name before giving up. */
  readonly most?: number;
}

/**
 * Where the payloads of two sets of streams differ: times to the last bit, other numbers within a tolerance, ids by the
 * position of what they refer to, and in the order of time instead of that of writing.
 */
export function differences(
  actual: Streams,
  expected: Streams,
  keys: readonly string[],
  { tolerance = 0, ignored = [], most = 10 }: ComparisonOptions = {},
): string[] {
  const left = inOrder(actual, keys);
  const right = inOrder(expected, keys);
  const found: string[] = [];
  const compare = (path: string, name: string, one: unknown, other: unknown): void => {
    if (found.length >= most || ignored.includes(name)) return;
    if (typeof one === 'number' && typeof other === 'number') {
      const exact = name === 'ts' || name.endsWith('_ts') || name === 'idx';
      if (!Object.is(one, other) && !isClose(one, other, exact ? 0 : tolerance))
        found.push(`${path}: ${one} instead of ${other}`);
    } else if (isContainer(one) && isContainer(other)) {
      const idOf = (value: object) => (value as { $oid?: string }).$oid;
      if (idOf(one) !== undefined || idOf(other) !== undefined) {
        const [here, there] = [left.nameOf(idOf(one)), right.nameOf(idOf(other))];
        if (here !== there) found.push(`${path}: refers to ${here} instead of ${there}`);
        return;
      }
      if (Array.isArray(one) !== Array.isArray(other)) found.push(`${path}: not the same kind`);
      for (const member of new Set([...Object.keys(one), ...Object.keys(other)])) {
        compare(
          `${path}.${member}`,
          Array.isArray(one) ? name : member,
          (one as Record<string, unknown>)[member],
          (other as Record<string, unknown>)[member],
        );
      }
    } else if (one !== other) {
      found.push(`${path}: ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`);
    }
  };
  for (const key of keys) {
    const [here, there] = [left.streams.get(key)!, right.streams.get(key)!];
    if (here.length !== there.length) found.push(`${key}: ${here.length} instead of ${there.length} entries`);
    for (let index = 0; index < Math.min(here.length, there.length); index++) {
      compare(`${key} ${index}`, '', here[index]!.data, there[index]!.data);
    }
  }
  return found;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isClose(one: number, other: number, tolerance: number): boolean {
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other), 1e-9);
}

interface Ordered {
  readonly streams: ReadonlyMap<string, readonly Entry[]>;
  readonly nameOf: (id: string | undefined) => string | undefined;
}

/** Streams in the order of their own times; what belongs to another entry and has no time follows that. */
function inOrder(all: Streams, keys: readonly string[]): Ordered {
  const names = new Map<string, string>();
  const streams = new Map<string, readonly Entry[]>();
  const rank = ({ data }: Entry): number =>
    ([data.start_ts, data.enter_ts, data.ts, data.exit_ts].find((time) => typeof time === 'number') as
      | number
      | undefined) ?? 0;
  const reach = ({ data }: Entry): number =>
    ([data.end_ts, data.exit_ts].find((time) => typeof time === 'number') as number | undefined) ??
    Number.MAX_VALUE;
  const owner = ({ data }: Entry): string =>
    names.get((data.section as { $oid?: string } | undefined)?.$oid ?? '') ?? '';
  const belongs = (key: string): boolean => (all[key] ?? []).some(({ data }) => data.section !== undefined);
  // What belongs to something else is in the order of that.
  for (const key of [...keys].sort((left, right) => Number(belongs(left)) - Number(belongs(right)))) {
    const entries = [...(all[key] ?? [])].sort(
      (left, right) =>
        rank(left) - rank(right) ||
        reach(left) - reach(right) ||
        (owner(left) < owner(right) ? -1 : owner(left) > owner(right) ? 1 : 0) ||
        (left._id.$oid < right._id.$oid ? -1 : 1),
    );
    streams.set(key, entries);
    entries.forEach((entry, index) => {
      names.set(entry._id.$oid, `${key} ${String(index).padStart(4, '0')}`);
    });
  }
  return { streams, nameOf: (id) => names.get(id ?? '') ?? id };
}
