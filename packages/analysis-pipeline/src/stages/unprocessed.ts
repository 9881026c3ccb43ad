import type { Entry } from '@sojourn/datamodel';
import { compareBy, type TimeField } from './entry-order.js';
import type { StageInput } from './stage.js';
import { markSeconds, type StageName, stageRange } from './state.js';

/**
 * The entries of a stream that a stage has not seen yet, in order of a time field: those in its range, and those made
 * in this run, whatever their time. A clock that went back, and a trip that follows the one before at once, put them
 * before the mark.
 */
export function unprocessed(
  { view, states, now }: Pick<StageInput, 'view' | 'states' | 'now'>,
  stage: StageName,
  key: string,
  field: TimeField,
): readonly Entry[] {
  const range = stageRange(states[stage], now);
  const due = view.find(key, { field, ...range });
  const known = new Set(due);
  const made = view.added(key).filter((entry) => !known.has(entry));
  return made.length === 0 ? due : [...due, ...made].sort(compareBy(field));
}

/**
 * The range of sensing time that a stage looks at: from its mark on, or from the earliest of the things that it works
 * on, and to its end or that of the last of them.
 */
export function sensedSpan(
  { states, now }: StageInput,
  stage: StageName,
  things: readonly Entry[],
): { start: number | null; end: number } {
  let { start, end } = stageRange(states[stage], now);
  for (const { data } of things) {
    if (start !== null) start = Math.min(start, data.start_ts as number);
    end = Math.max(end, data.end_ts as number);
  }
  return { start, end };
}

/** What a stage is done with: marks never go back. */
export function doneUpTo({ states }: StageInput, stage: StageName, time: number): number {
  const mark = states[stage]?.last_processed_ts ?? Number.NEGATIVE_INFINITY;
  return time + markSeconds < mark ? mark - markSeconds : time;
}
