import type { Entry } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import type { TimeWindow } from '../query.js';
import { mergeRuns } from './merge.js';
import { planRead } from './plan.js';

/** First or last valid entry of a stream that has a number at `field`. Opens only blocks at that end. */
export async function findExtreme(
  state: PersonState,
  key: string,
  field: string,
  which: 'first' | 'last',
  time?: TimeWindow & { readonly field?: string },
): Promise<{ readonly entry: Entry; readonly value: number } | undefined> {
  state.assertOpen();
  const { start = null, end = null } = time ?? {};
  const base = planRead({
    keys: [key],
    time: { field: time?.field ?? field, start, end },
    orderBy: field,
    descending: which === 'last',
  });
  // Only entries with a number at the field have a place in the order.
  const plan = { ...base, windows: [...base.windows, { field, start: -Infinity, end: Infinity }] };
  for await (const [run] of mergeRuns(state, plan, state.head.sequence)) {
    if (!run) continue;
    const row = run.cursor.rowAt(run.from);
    return { entry: run.cursor.opened.object(row), value: run.cursor.matching.times[row]! };
  }
  return undefined;
}
