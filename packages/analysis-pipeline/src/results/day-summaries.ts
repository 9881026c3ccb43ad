import type { Entry } from '@sojourn/datamodel';
import { isPoint } from '@sojourn/datamodel/geo';
import type { Settings } from '../settings/index.js';
import { byTime } from './entry-reader.js';
import {
  defaultLabelOptions,
  type EnergyPlace,
  footprintOf,
  type LabelOption,
  parseRegionalEnergy,
  type RegionalEnergy,
} from './footprint/index.js';
import { promptedSurveyOf, type TripSurvey } from './surveys/index.js';
import { answeredSurvey, dimensionOf, type PromptedSurvey, type TripDimension } from './trip-dimensions.js';

export const allDayMetrics = ['distance', 'duration', 'count', 'response_count', 'footprint'] as const;
export type DayMetric = (typeof allDayMetrics)[number];
/** By which dimensions metrics are told apart. */
export type MetricList = { readonly [Metric in DayMetric]?: readonly TripDimension[] };

/** What is true of some trip of a sum. */
type Flags = Readonly<Record<string, boolean>>;

/** A sum; numbers of answers; or a footprint. */
export type Measure = number | Readonly<Record<string, number | Flags>>;

/** One metric of one local day over everybody's trips. */
export interface DaySummary {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly metric: DayMetric;
  /** Different people with a trip on the day. */
  readonly nUsers: number;
  /** By dimension the values in order of their first trip. */
  readonly dimensions: {
    readonly [Dimension in TripDimension]?: readonly { readonly value: string; readonly measure: Measure }[];
  };
  /** Unix seconds. */
  readonly last_updated: number;
}

export interface DaySummaryOptions {
  /** Unix seconds at which the summaries are made. */
  readonly now: number;
  readonly labelOptions?: readonly LabelOption[];
  readonly regionalEnergy?: RegionalEnergy;
  readonly promptedSurvey?: PromptedSurvey;
  /** Another one where the same trips come to other sums: stored sums of another basis are out of date. */
  readonly basis?: string;
}

/** Grows when a change of this software makes other sums of the same trips. */
const version = 3;

/** How days are summed up under the settings of an installation. */
export function daySummaryOptions(settings: Settings): Omit<DaySummaryOptions, 'now'> {
  const labelOptions = settings['study.label_options'] as readonly LabelOption[];
  const promptedSurvey = promptedSurveyOf(settings['study.trip_surveys'] as readonly TripSurvey[]);
  const regionalEnergy = parseRegionalEnergy(settings['study.regional_energy']);
  const names = ['study.label_options', 'study.trip_surveys', 'study.regional_energy'] as const;
  const basis = JSON.stringify([version, ...names.map((name) => settings[name])]);
  return { promptedSurvey, regionalEnergy, basis, ...(labelOptions.length === 0 ? {} : { labelOptions }) };
}

const usualRegionalEnergy = parseRegionalEnergy({});

/**
 * Sums up trips of many people by the local day on which they started.
 * @param trips confirmed trips, or composite ones, of which untracked time is left out
 */
export function daySummaries(
  trips: readonly Entry[],
  metrics: MetricList,
  options: DaySummaryOptions,
): DaySummary[] {
  const days = new Map<string, Entry[]>();
  for (const trip of trips.filter(isTrip).sort(byTime('data.start_ts'))) {
    const date = dateOf(trip);
    if (!days.has(date)) days.set(date, []);
    days.get(date)!.push(trip);
  }
  return Object.entries(metrics).flatMap(([metric, dimensions]) =>
    [...days].map(([date, ofDay]) => ({
      date,
      metric: metric as DayMetric,
      nUsers: new Set(ofDay.map(({ user_id }) => user_id?.$uuid)).size,
      dimensions: Object.fromEntries(
        dimensions.map((dimension) => [
          dimension,
          measuresOf(ofDay, metric as DayMetric, dimension, options),
        ]),
      ),
      last_updated: options.now,
    })),
  );
}

function isTrip({ metadata }: Entry): boolean {
  if (metadata.key === 'analysis/confirmed_trip') return true;
  return String(metadata.origin_key ?? '').endsWith('_trip');
}

/** The local day on which a trip started, YYYY-MM-DD. */
export const dateOf = ({ data }: Entry): string => String(data.start_fmt_time).split('T', 1)[0]!;

function measuresOf(
  trips: readonly Entry[],
  metric: DayMetric,
  dimension: TripDimension,
  options: DaySummaryOptions,
): { value: string; measure: Measure }[] {
  const measures = new Map<string, Measure>();
  for (const trip of trips) {
    const value = dimensionOf(trip, dimension, options.promptedSurvey ?? (() => null));
    if (value === null) continue;
    measures.set(value, addMeasures(measures.get(value), measureOf(trip, metric, dimension, value, options)));
  }
  return [...measures].map(([value, measure]) => ({ value, measure }));
}

function measureOf(
  trip: Entry,
  metric: DayMetric,
  dimension: TripDimension,
  value: string,
  { labelOptions = defaultLabelOptions, regionalEnergy = usualRegionalEnergy }: DaySummaryOptions,
): Measure {
  switch (metric) {
    case 'count':
      return 1;
    case 'distance':
    case 'duration':
      return trip.data[metric] as number;
    case 'response_count':
      return { [isAnswered(trip, dimension, value) ? 'responded' : 'not_responded']: 1 };
    case 'footprint': {
      const distance = trip.data.distance as number;
      return { ...footprintOf(value, distance, placeOf(trip), regionalEnergy, labelOptions) };
    }
  }
}

function isAnswered(trip: Entry, dimension: TripDimension, value: string): boolean {
  if (dimension === 'survey') return answeredSurvey(trip) === value;
  return value !== 'UNLABELED' && value !== 'UNKNOWN';
}

function placeOf(trip: Entry): EnergyPlace {
  const { start_loc, egrid_region, uace_region } = trip.data;
  return {
    year: Number(dateOf(trip).slice(0, 4)),
    position: isPoint(start_loc) ? start_loc.coordinates : [Number.NaN, Number.NaN],
    ...(typeof egrid_region === 'string' ? { gridRegion: egrid_region } : {}),
    ...(typeof uace_region === 'string' ? { urbanArea: uace_region } : {}),
  };
}

/** Numbers are added; what is true of one is true of the sum. */
export function addMeasures(sum: Measure | undefined, more: Measure): Measure {
  if (sum === undefined) return more;
  if (typeof sum === 'number' || typeof more === 'number') return Number(sum) + Number(more);
  const total: Record<string, number | Flags> = { ...sum };
  for (const [name, value] of Object.entries(more)) {
    const before = total[name];
    total[name] =
      typeof value === 'number' ? Number(before ?? 0) + value : eitherOf(before as Flags | undefined, value);
  }
  return total;
}

function eitherOf(flags: Flags | undefined, more: Flags): Flags {
  return Object.fromEntries(
    Object.entries({ ...flags, ...more }).map(([name, value]) => [name, value || flags?.[name] === true]),
  );
}
