import type { Entry } from '@sojourn/datamodel';
import {
  compositeTripKey,
  type DiaryStatistics,
  goneComposites,
  type NetChanges,
  noStatistics,
  type StageRun,
  statisticsAfter,
  statisticsIn,
  statisticsKeys,
  statisticsOf,
} from '../stages/index.js';
import type { PersonStore } from './store-port.js';

type Reader = Pick<PersonStore, 'find' | 'last' | 'profile'>;

/**
 * What a run changes of the statistics in a person's profile; undefined when it leaves the diary as it is. They are
 * counted on from where they stand; only a profile that has lost them makes all trips be counted.
 */
export async function statisticsChange(
  run: StageRun,
  changes: NetChanges,
  store: Reader,
): Promise<DiaryStatistics | undefined> {
  const { initialStates, states } = run;
  const isFirst = initialStates.CREATE_COMPOSITE_OBJECTS === undefined;
  if (states.CREATE_COMPOSITE_OBJECTS === undefined) return undefined;
  if (!isFirst && !isDiaryChanged(changes)) return undefined;
  const before = isFirst ? noStatistics : (statisticsIn(await store.profile()) ?? (await countAll(store)));
  const asItWas = (id: string): Entry | undefined => run.view.before(id);
  return statisticsAfter(before, {
    changes,
    before: asItWas,
    shown: run.view.all(compositeTripKey),
    earlierEnd: await endBefore(goneComposites(changes, asItWas), store),
  });
}

function isDiaryChanged({ insert, replace, remove }: NetChanges): boolean {
  return [insert, replace, remove].some((entries) =>
    entries.some(({ metadata: { key } }) => key === compositeTripKey || statisticsKeys.includes(key)),
  );
}

async function countAll(store: Reader): Promise<DiaryStatistics> {
  const range = { field: 'data.start_ts', start: null, end: null } as const;
  return statisticsOf(await store.find({ keys: statisticsKeys, range }));
}

/** The end of the last composite trip that is over when the first of others begins. */
async function endBefore(composites: readonly Entry[], store: Reader): Promise<number | null> {
  if (composites.length === 0) return null;
  const from = Math.min(...composites.map(({ data }) => data.start_ts as number));
  const last = await store.last(compositeTripKey, 'data.end_ts', from);
  return (last?.data.end_ts as number | undefined) ?? null;
}
