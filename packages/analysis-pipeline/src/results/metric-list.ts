import { allDayMetrics, type DaySummary, type MetricList } from './day-summaries.js';
import { tripDimensions } from './trip-dimensions.js';

/** What the dashboards of phones show where a study does not say otherwise. */
export const usualMetrics: MetricList = Object.freeze({
  footprint: ['mode_confirm'],
  distance: ['mode_confirm'],
  duration: ['mode_confirm'],
  count: ['mode_confirm'],
});

/** Every metric by every dimension. */
export const everyMetric: MetricList = Object.freeze(
  Object.fromEntries(allDayMetrics.map((metric) => [metric, tripDimensions])),
);

/**
 * The metrics that a request names, as `{"distance":["mode_confirm"]}`. What is not known is left out; a request that
 * names none that are, or in another form, gets the usual ones.
 */
export function parseMetricList(named: unknown): MetricList {
  if (typeof named !== 'object' || named === null || Array.isArray(named)) return usualMetrics;
  const known = allDayMetrics.flatMap((metric) => {
    const dimensions: unknown = (named as Readonly<Record<string, unknown>>)[metric];
    if (!Array.isArray(dimensions)) return [];
    return [[metric, tripDimensions.filter((dimension) => dimensions.includes(dimension))] as const];
  });
  return known.length === 0 ? usualMetrics : Object.fromEntries(known);
}

/** Summaries cut down to some metrics and dimensions. */
export function onlyMetrics(summaries: readonly DaySummary[], metrics: MetricList): DaySummary[] {
  return summaries.flatMap((summary) => {
    const wanted = metrics[summary.metric];
    if (wanted === undefined) return [];
    const dimensions = wanted.flatMap((dimension) => {
      const list = summary.dimensions[dimension];
      return list === undefined ? [] : [[dimension, list] as const];
    });
    return [{ ...summary, dimensions: Object.fromEntries(dimensions) }];
  });
}
