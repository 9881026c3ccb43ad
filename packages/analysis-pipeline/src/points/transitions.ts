import type { Entry } from '@sojourn/datamodel';
import { numberColumn, writeTimeColumn } from './columns.js';
import { deduplicate, type PointOrder } from './deduplicate.js';

/** Transitions of the phone's state machine as columns, one row a transition. */
export interface Transitions {
  readonly count: number;
  readonly entries: readonly Entry[];
  /** Unix seconds. */
  readonly ts: Float64Array;
  readonly writeTs: Float64Array;
  /** Numeric code, NaN when the entry has none. */
  readonly transition: Float64Array;
  /** Numeric code of the state before, NaN when the entry has none. */
  readonly currentState: Float64Array;
}

/** The table view of transition entries: repeated uploads dropped. @param order how the entries are ordered */
export function transitions(all: readonly Entry[], order?: PointOrder): Transitions {
  const entries = deduplicate(all, 'statemachine/transition', order);
  return {
    count: entries.length,
    entries,
    ts: numberColumn(entries, 'ts'),
    writeTs: writeTimeColumn(entries),
    transition: numberColumn(entries, 'transition'),
    currentState: numberColumn(entries, 'curr_state'),
  };
}

/** The transitions that satisfy a condition on their row. */
export function selectTransitions(table: Transitions, keep: (row: number) => boolean): Transitions {
  const kept = table.entries.filter((_, row) => keep(row));
  return {
    count: kept.length,
    entries: kept,
    ts: table.ts.filter((_, row) => keep(row)),
    writeTs: table.writeTs.filter((_, row) => keep(row)),
    transition: table.transition.filter((_, row) => keep(row)),
    currentState: table.currentState.filter((_, row) => keep(row)),
  };
}
