import type { Entry } from '@sojourn/datamodel';
import { InputStatus } from '@sojourn/datamodel/streams';
import type { Settings } from '../../settings/index.js';
import { compareBy, type TimeRange } from '../entry-order.js';
import type { EntryView } from '../working-set.js';
import { belongsTo } from './belongs-to.js';
import { additionKeys, isSurvey, slotOf } from './input-keys.js';
import { type DiaryObject, endOfTime, numberOf } from './span.js';

/** What people said about a trip, an untracked period or a place. */
export interface MatchedInputs {
  /** Label, or answer to a survey, by name; the one written last. */
  readonly user_input: Readonly<Record<string, unknown>>;
  /** Those that have not been taken back, in order of their start. */
  readonly additions: readonly Entry[];
}

/**
 * What belongs to an object of all that was said until now. Only time decides: what was said about a place may end up
 * on a trip.
 * @param following gives the place that a trip led to, or the trip that left a place
 */
export function inputsOf(
  object: DiaryObject,
  view: EntryView,
  settings: Settings,
  following: () => DiaryObject | undefined,
): MatchedInputs {
  const range = rangeOf(object);
  const said = (key: string): Entry[] =>
    view.find(key, range).filter((input) => belongsTo(input, object, following));
  const user_input: Record<string, unknown> = {};
  for (const key of settings['userinput.keylist']) {
    const latest = latestWritten(said(key));
    const value = latest && contentOf(latest);
    if (value !== undefined) user_input[slotOf(key)] = value;
  }
  const additions = additionKeys.flatMap(said).sort(compareBy('data.start_ts'));
  return { user_input, additions: withoutDeleted(additions) };
}

/** When an input may start that belongs to an object. */
export function rangeOf({ start_ts, enter_ts, end_ts, exit_ts }: DiaryObject): TimeRange {
  return {
    field: 'data.start_ts',
    start: numberOf(start_ts) ?? numberOf(enter_ts) ?? null,
    end: numberOf(end_ts) ?? numberOf(exit_ts) ?? endOfTime,
  };
}

/** What an input leaves on its object: the whole answer of a survey, the text of a label; undefined without one. */
export function contentOf(input: Entry): unknown {
  return isSurvey(input.metadata.key) ? input : input.data.label;
}

/** Whether an addition counts; undefined for a status that nobody knows. */
export function isActive({ data: { status } }: Entry): boolean | undefined {
  if (status === undefined || status === InputStatus.ACTIVE) return true;
  return status === InputStatus.DELETED ? false : undefined;
}

function latestWritten(inputs: readonly Entry[]): Entry | undefined {
  return [...inputs].sort((left, right) => left.metadata.write_ts - right.metadata.write_ts).at(-1);
}

/** Additions without those that were taken back. A deletion counts for all with its id, earlier and later ones. */
function withoutDeleted(additions: readonly Entry[]): Entry[] {
  const deleted = new Set(
    additions.filter((addition) => isActive(addition) === false).map(({ data }) => data.match_id),
  );
  deleted.delete(undefined);
  return additions.filter((addition) => isActive(addition) === true && !deleted.has(addition.data.match_id));
}
