import { z } from 'zod';
import { refreshAggregate } from '../../aggregate-metrics/index.js';
import { daySummaryOptions } from '../../results/index.js';
import { defineJob } from '../define-job.js';
import { sideBySide } from '../side-by-side.js';

/** People who are read at a time; the job leaves room for everything else. */
const peopleAtOnce = 4;

/** Brings the sums up to date that `/result/metrics` answers with. */
export const aggregateMetrics = defineJob({
  name: 'aggregate-metrics',
  description: 'Sum up the trips of everybody by day, where they have changed since the last time',
  parameters: z.object({}),
  roles: ['operator'],
  async run({ store, settings, clock, signal, progress }) {
    const result = await refreshAggregate({
      store,
      summaries: { ...daySummaryOptions(settings), now: clock() / 1000 },
      forEach: (items, work) => sideBySide(items, peopleAtOnce, work),
      signal,
      progress,
    });
    return { ...result };
  },
});
