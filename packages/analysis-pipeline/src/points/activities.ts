import type { Entry } from '@sojourn/datamodel';
import { numberColumn, writeTimeColumn } from './columns.js';
import { deduplicate, type PointOrder } from './deduplicate.js';
import type { Rows } from './rows.js';

/** Motion activity readings as columns, one row a reading. */
export interface Activities {
  readonly count: number;
  readonly entries: readonly Entry[];
  /** Unix seconds. */
  readonly ts: Float64Array;
  readonly writeTs: Float64Array;
  /** Numeric motion type, NaN when the entry has none. */
  readonly type: Float64Array;
  /** Percent. */
  readonly confidence: Float64Array;
}

/** The table view of motion activity entries: repeated uploads dropped. @param order how the entries are ordered */
export function activities(all: readonly Entry[], order?: PointOrder): Activities {
  const entries = deduplicate(all, 'background/motion_activity', order);
  return {
    count: entries.length,
    entries,
    ts: numberColumn(entries, 'ts'),
    writeTs: writeTimeColumn(entries),
    type: numberColumn(entries, 'type'),
    confidence: numberColumn(entries, 'confidence'),
  };
}

/** The readings that satisfy a condition on their row. */
export function selectActivities(table: Activities, keep: (row: number) => boolean): Activities {
  const kept = table.entries.filter((_, row) => keep(row));
  return {
    count: kept.length,
    entries: kept,
    ts: table.ts.filter((_, row) => keep(row)),
    writeTs: table.writeTs.filter((_, row) => keep(row)),
    type: table.type.filter((_, row) => keep(row)),
    confidence: table.confidence.filter((_, row) => keep(row)),
  };
}

/** Some consecutive readings, renumbered from 0. */
export function sliceActivities(table: Activities, { first, stop }: Rows): Activities {
  return {
    count: stop - first,
    entries: table.entries.slice(first, stop),
    ts: table.ts.subarray(first, stop),
    writeTs: table.writeTs.subarray(first, stop),
    type: table.type.subarray(first, stop),
    confidence: table.confidence.subarray(first, stop),
  };
}
