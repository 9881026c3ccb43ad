import type { Settings } from '../../settings/index.js';
import type { TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';

const name = 'USER_INPUT_MATCH_INCOMING';
const additionKeys = ['manual/trip_addition_input', 'manual/place_addition_input'];

/** Looks at what people said about their trips and places since the last run, and moves past it. */
export const userInputMatch: Stage = {
  name,
  needs: (scope: RunScope): EntryNeed[] => {
    const range: TimeRange = { field: 'metadata.write_ts', ...stageRange(scope.states[name], scope.now) };
    return inputKeys(scope.settings).map((key) => ({ key, range }));
  },
  run: ({ view, range, settings }: StageInput): StageOutput => {
    let entries = 0;
    let processedUpTo: number | null = null;
    for (const key of inputKeys(settings)) {
      const inputs = view.find(key, { field: 'metadata.write_ts', ...range });
      entries += inputs.length;
      const last = inputs.at(-1);
      if (last !== undefined) processedUpTo = Math.max(processedUpTo ?? 0, last.metadata.write_ts);
    }
    return { processedUpTo, entries };
  },
};

function inputKeys(settings: Settings): string[] {
  return [...settings['userinput.keylist'], ...additionKeys];
}
