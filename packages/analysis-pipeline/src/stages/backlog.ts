import type { EntryNeed, RunScope } from './stage.js';
import type { StageName } from './state.js';

/**
 * What a stage reads of what earlier ones have stored: nothing after a run that all took part in, because what the
 * earlier ones make now is at hand anyway.
 * @param earlier the stages that lead from there to this one
 * @param needs what it reads otherwise
 */
export function backlogOf(
  { states, rederivation }: RunScope,
  earlier: StageName | readonly StageName[],
  stage: StageName,
  needs: readonly EntryNeed[],
): readonly EntryNeed[] {
  const lastRun = states[stage]?.last_ts_run ?? null;
  const tookPart =
    lastRun !== null && [earlier].flat().every((before) => states[before]?.last_ts_run === lastRun);
  return tookPart && rederivation.from === 'nowhere' ? [] : needs;
}
