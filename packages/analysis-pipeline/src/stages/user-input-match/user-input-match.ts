import type { Entry } from '@sojourn/datamodel';
import { compareBy, type TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import {
  compositeTripKey,
  confirmedPlaceKey,
  confirmedTripKey,
  confirmedUntrackedKey,
} from '../stream-keys.js';
import { lastWayToPlace } from '../way-to-place.js';
import type { EntryView } from '../working-set.js';
import { withInput } from './apply-input.js';
import { compositeOf, compositeRange, withConfirmed } from './composite-copy.js';
import { inputKeys } from './input-keys.js';
import { rangeOf } from './inputs-of-object.js';
import { candidatesFor, objectOf } from './object-of-input.js';
import { isOvertaken } from './overtaken.js';
import { spanOf } from './span.js';

const name = 'USER_INPUT_MATCH_INCOMING';

/** Puts what people said since the last run on the confirmed trips and places that it is about. */
export const userInputMatch: Stage = { name, needs, furtherNeeds, run };

function needs(scope: RunScope): EntryNeed[] {
  return inputKeys(scope.settings).map((key) => ({ key, range: windowOf(scope) }));
}

/** What the inputs may be about, then what follows that, shows it, and was said about it. */
function furtherNeeds(scope: RunScope, view: EntryView): EntryNeed[] {
  const { inWindow, late } = incoming(scope, view);
  return [...inWindow, ...late].flatMap((input): EntryNeed[] => {
    const candidates = candidatesFor(input);
    if (candidates === undefined) return [];
    const around = view.find(candidates.key, candidates.range).filter(({ data }) => {
      const { start, end } = spanOf(data);
      return start <= (input.data.start_ts as number) && (input.data.start_ts as number) < end;
    });
    return [
      candidates,
      ...around.flatMap(neighbours),
      ...(late.has(input)
        ? around.map(({ data }) => ({ key: input.metadata.key, range: rangeOf(data) }))
        : []),
    ];
  });
}

/** The object after a confirmed one, and the composite trip that shows it. */
function neighbours(object: Entry): EntryNeed[] {
  const { end_ts, exit_ts } = object.data as { end_ts?: number; exit_ts?: number };
  const composite = compositeRange(object);
  const following = (key: string, field: TimeRange['field'], time: number, within = 0): EntryNeed => ({
    key,
    range: { field, start: time, end: time + within },
  });
  return [
    ...(composite === undefined ? [] : [{ key: compositeTripKey, range: composite }]),
    ...(end_ts === undefined ? [] : [following(confirmedPlaceKey, 'data.enter_ts', end_ts, lastWayToPlace)]),
    ...(exit_ts === undefined
      ? []
      : [confirmedTripKey, confirmedUntrackedKey].map((key) => following(key, 'data.start_ts', exit_ts))),
  ];
}

function run(input: StageInput): StageOutput {
  const { view } = input;
  const { inWindow, late } = incoming(input, view);
  const changed = new Map<string, Entry>();
  const current = (entry: Entry): Entry => changed.get(entry._id.$oid) ?? entry;
  for (const said of [...inWindow, ...late].sort(compareBy('metadata.write_ts'))) {
    const object = objectOf(said, view);
    if (object === undefined || (late.has(said) && isOvertaken(said, object, view))) continue;
    const next = withInput(current(object), said);
    if (next === undefined) continue;
    changed.set(next._id.$oid, next);
    const composite = compositeOf(next, view);
    if (composite !== undefined) changed.set(composite._id.$oid, withConfirmed(current(composite), next));
  }
  return {
    replace: [...changed.values()],
    processedUpTo: inWindow.at(-1)?.metadata.write_ts ?? null,
    entries: inWindow.length + late.size,
  };
}

function windowOf({ states, now }: RunScope): TimeRange {
  return { field: 'metadata.write_ts', ...stageRange(states[name], now) };
}

/** Inputs that a run has to look at. */
interface Incoming {
  /** In order of writing. */
  readonly inWindow: readonly Entry[];
  /** Those that arrived only now, but were written before what an earlier run has looked at. */
  readonly late: ReadonlySet<Entry>;
}

function incoming(scope: RunScope, view: EntryView): Incoming {
  const window = windowOf(scope);
  const keys = inputKeys(scope.settings);
  const isLate = ({ metadata }: Entry): boolean => window.start !== null && metadata.write_ts < window.start;
  const isLatenessSeen = scope.settings['intake.rederive'] !== 'never';
  return {
    inWindow: keys.flatMap((key) => view.find(key, window)).sort(compareBy('metadata.write_ts')),
    late: new Set(isLatenessSeen ? keys.flatMap((key) => view.added(key).filter(isLate)) : []),
  };
}
