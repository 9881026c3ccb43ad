export { createSettings } from '../settings/index.js';
export { SummarySums } from './add-summaries.js';
export { windowOfDateTexts } from './date-texts.js';
export {
  type DayMetric,
  type DaySummary,
  type DaySummaryOptions,
  dateOf,
  daySummaries,
  daySummaryOptions,
  type Measure,
  type MetricList,
} from './day-summaries.js';
export {
  type EntryReader,
  type EntrySpan,
  type EntryWindow,
  readerOf,
  readerThrough,
} from './entry-reader.js';
export { finalLabels, hasFinalLabels, type Labels, likeliestLabels } from './final-labels.js';
export {
  defaultLabelOptions,
  type EnergyPlace,
  type EnergyUse,
  type Footprint,
  type FuelUse,
  footprintOf,
  type GridYear,
  type LabelOption,
  type RegionalEnergy,
  type TransitRecord,
} from './footprint/index.js';
export {
  type Grouping,
  type GroupMetric,
  type GroupMetrics,
  type GroupSummary,
  groupMetrics,
} from './group-metrics.js';
export { type HeatmapSelection, type HeatmapTime, incidentHeatmap, modeHeatmap } from './heatmap.js';
export type { LocalDateBounds, LocalDateSpan } from './local-date-span.js';
export { type LocalDates, parseLocalDates, windowOf } from './local-dates.js';
export { everyMetric, onlyMetrics, parseMetricList, usualMetrics } from './metric-list.js';
export { type MetricsAnswer, metricsAnswer } from './metrics-answer.js';
export type { Region } from './region.js';
export { promptedSurveyOf, type TripSurvey } from './surveys/index.js';
export { type TripCollectionOptions, tripCollectionOptions, tripCollections } from './trip-collections.js';
export { type PromptedSurvey, type TripDimension, tripDimensions } from './trip-dimensions.js';
export type { SectionCollection, TripCollection } from './trip-feature.js';
