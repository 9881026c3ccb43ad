import type { Entry } from '@sojourn/datamodel';
import { numberColumn, writeTimeColumn } from './columns.js';
import { deduplicate } from './deduplicate.js';

const compared = ['type', 'confidence', 'ts'] as const;

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

/** The table view of motion activity entries: repeated uploads dropped. @param all in order of write time, then id */
export function activities(all: readonly Entry[]): Activities {
  const entries = deduplicate(all, compared);
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
