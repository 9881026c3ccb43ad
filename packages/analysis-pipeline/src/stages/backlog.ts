import type { EntryNeed, RunScope } from './stage.js';
import type { StageName } from './state.js';

/**
 * What a stage reads of what an earlier one has stored: nothing after runs that both took part in, because what the
 * earlier one makes now is at hand anyway.
 * @param needs what it reads otherwise
 */
export function backlogOf(
  { states, rederivation }: RunScope,
  earlier: StageName,
  stage: StageName,
  needs: readonly EntryNeed[],
): readonly EntryNeed[] {
  const lastRun = states[stage]?.last_ts_run ?? null;
  const tookPart = lastRun !== null && lastRun === states[earlier]?.last_ts_run;
  return tookPart && rederivation.from === 'nowhere' ? [] : needs;
}
