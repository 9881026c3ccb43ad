import type { DiaryStatistics, NetChanges, StageRun, StageStates } from '../stages/index.js';
import type { RunCommit, RunLease } from './store-port.js';

/**
 * What a run changes in the store. Statistics are added only when something else changed, so that a run that finds
 * nothing new leaves nothing behind but its states.
 */
export function commitOf(
  run: StageRun,
  changes: NetChanges,
  statistics: DiaryStatistics | undefined,
  lease: RunLease,
): { readonly changed: boolean; readonly commit: RunCommit } {
  const changed = isChange(changes) || run.drained.length > 0 || marksMoved(run.states, run.initialStates);
  return {
    changed,
    commit: {
      ...changes,
      insert: changed ? [...changes.insert, ...run.statistics()] : changes.insert,
      fence: lease.fence,
      release: true,
      drain: run.drained,
      moved: run.moved,
      quarantine: run.failedRows.map(({ entry, code, path }) => ({
        raw: entry,
        code,
        ...(path === undefined ? {} : { path }),
      })),
      states: run.states,
      ...(statistics === undefined ? {} : { profile: { ...statistics } }),
    },
  };
}

function isChange(changes: NetChanges): boolean {
  return Object.values(changes).some((list: readonly unknown[]) => list.length > 0);
}

function marksMoved(after: StageStates, before: StageStates): boolean {
  return Object.entries(after).some(
    ([stage, state]) =>
      state.last_processed_ts !== (before[stage as keyof StageStates]?.last_processed_ts ?? null),
  );
}
