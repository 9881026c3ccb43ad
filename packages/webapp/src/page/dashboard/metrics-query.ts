import { isSojournError } from '@sojourn/datamodel';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import type { DayRange } from '../format/index.js';
import type { Measure } from './search.js';
import { type MetricDay, metricOf } from './sums.js';

/** Sums by local day and mode: one's own, and those of everybody; the latter are empty where too few take part. */
export function useMetrics(range: DayRange | undefined, measure: Measure) {
  const { metric } = metricOf[measure];
  return useQuery({
    queryKey: ['metrics', metric, range],
    enabled: range !== undefined,
    queryFn: async ({ signal }) => {
      const query = { start: range!.first, end: range!.last, metrics: { [metric]: ['mode'] } };
      const [own, group] = await Promise.all([
        api.metrics({ ...query, own: true }, { signal }),
        api.metrics(query, { signal }).catch(withoutGroup),
      ]);
      return { own: daysOf(own, metric), group: daysOf(group, metric) };
    },
  });
}

function daysOf(answer: Record<string, unknown>, metric: string): MetricDay[] {
  return (answer[metric] as MetricDay[] | undefined) ?? [];
}

/** Not every server lets people see what the group does. */
function withoutGroup(error: unknown): Record<string, never> {
  if (isSojournError(error) && error.status === 403) return {};
  throw error;
}
