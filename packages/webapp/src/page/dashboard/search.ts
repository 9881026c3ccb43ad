import { isDay } from '../format/index.js';

export const measures = ['distance', 'duration', 'count', 'energy', 'carbon'] as const;
export type Measure = (typeof measures)[number];
export const steps = ['day', 'week', 'month', 'year'] as const;
export type Step = (typeof steps)[number];

/** What the dashboard shows, as its address says it. */
export interface DashboardSearch {
  /** Default: distance. */
  readonly measure?: Measure;
  /** Default: day. */
  readonly step?: Step;
  /** A local date of the last step that is shown; default: the latest with a trip. */
  readonly until?: string;
}

export function readDashboardSearch({ measure, step, until }: Record<string, unknown>): DashboardSearch {
  return {
    ...(measures.includes(measure as Measure) ? { measure: measure as Measure } : {}),
    ...(steps.includes(step as Step) ? { step: step as Step } : {}),
    ...(isDay(until) ? { until } : {}),
  };
}
