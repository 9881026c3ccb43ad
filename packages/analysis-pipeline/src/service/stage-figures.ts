import type { ServiceClient } from '@sojourn/datamodel/client';
import { MAXIMUM_PAGE_SIZE, type StageFigures } from '@sojourn/datamodel/http';
import { errorStatisticKey, stageSlots, timeStatisticKey } from '../stages/index.js';

interface StageRuns {
  /** Seconds of processor time of each run that did not fail. */
  readonly seconds: number[];
  failures: number;
  /** Unix seconds of the latest of them, and how long it took. */
  lastDone: number;
  last: number | null;
  lastRun: number | null;
  lastFailure: number | null;
}

/** What runs leave in `stats/pipeline_time` and `stats/pipeline_error`. */
interface Statistic {
  readonly name: string;
  readonly ts: number;
  readonly reading: number | null;
}

/**
 * How the stages of everybody's runs went between two times, by what the runs have left in people's own streams: it
 * outlives the process, and all processes of the pipeline are in it.
 * @param since Unix seconds, as is `until`
 */
export async function readStageFigures(
  store: Pick<ServiceClient, 'everybody'>,
  since: number,
  until: number,
): Promise<{ since: number; stages: StageFigures[]; lockedPeople: number }> {
  const stages = new Map<string, StageRuns>(stageSlots.map(({ name }) => [name, noRuns()]));
  const locked = new Set<string>();
  const pages = store.everybody.entryPages<Statistic & object>(
    {
      keys: [timeStatisticKey, errorStatisticKey],
      time: { field: 'data.ts', start: since, end: until },
      pageSize: MAXIMUM_PAGE_SIZE,
    },
    (people) => {
      for (const person of people) locked.add(person);
    },
  );
  for await (const page of pages) {
    for (const { metadata, data } of page) {
      const runs = stages.get(data.name) ?? noRuns();
      stages.set(data.name, runs);
      add(runs, data, metadata.key === errorStatisticKey);
    }
  }
  return {
    since,
    stages: [...stages].map(([stage, runs]) => figuresOf(stage, runs)),
    lockedPeople: locked.size,
  };
}

const noRuns = (): StageRuns => ({
  seconds: [],
  failures: 0,
  lastDone: Number.NEGATIVE_INFINITY,
  last: null,
  lastRun: null,
  lastFailure: null,
});

function add(runs: StageRuns, { ts, reading }: Statistic, hasFailed: boolean): void {
  if (hasFailed) {
    runs.failures++;
    runs.lastFailure = Math.max(runs.lastFailure ?? ts, ts);
  } else if (reading !== null) {
    runs.seconds.push(reading);
    // People come one after the other, so the latest run of all is not the one that is read last.
    if (ts >= runs.lastDone) {
      runs.lastDone = ts;
      runs.last = reading;
    }
  }
  runs.lastRun = Math.max(runs.lastRun ?? ts, ts);
}

function figuresOf(
  stage: string,
  { seconds, failures, last, lastRun, lastFailure }: StageRuns,
): StageFigures {
  seconds.sort((one, other) => one - other);
  return {
    stage,
    runs: seconds.length + failures,
    failures,
    median: quantile(seconds, 0.5),
    p95: quantile(seconds, 0.95),
    last,
    lastRun,
    lastFailure,
  };
}

/** The smallest of the sorted values that so large a share of them do not exceed; null of none. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
