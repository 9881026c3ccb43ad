import type { Assumptions, MeasuredInputs } from './inputs.js';
import { queueOf, simulateDay } from './simulate-day.js';

const gigabyte = 1e9;
const minuteMs = 60_000;
const daysPerYear = 365;
const daysPerMonth = 365 / 12;
/** Largest data set that one shard should carry: more makes moving it to a new machine take days. */
const mostBytesPerShard = 2e12;

/** What a study of so many people needs. */
export interface Layout {
  readonly requests_per_s: { readonly mean: number; readonly peak: number };
  readonly uploaded_mbit_per_s_peak: number;
  readonly stored_gb_per_day: number;
  readonly stored_tb_after_a_year: number;
  readonly store: {
    readonly cores_at_peak: number;
    readonly processes: number;
    readonly longest_wait_minutes: number;
  };
  readonly pipeline: {
    readonly cores_at_peak: number;
    readonly machines: number;
    readonly longest_wait_minutes: number;
  };
  readonly shards: {
    readonly count: number;
    readonly people_each: number;
    /** The fullest shard over the mean, people being spread by hash. */
    readonly fullest_over_mean: number;
    readonly tb_each_after_a_year: number;
    readonly full_after_years: number;
  };
  readonly price_per_month: {
    readonly cores: number;
    readonly disk_after_a_year: number;
    readonly per_person: number;
  };
}

/** Works out the layout from what was measured and what is assumed. */
export function layOut(inputs: MeasuredInputs, assumptions: Assumptions): Layout {
  const { people, coresPerProcess, mostUtilisation, copies, shards, pricePerCore, pricePerGigabyte } =
    assumptions;
  const day = simulateDay(inputs, assumptions);
  const peakUploads = Math.max(...day.uploads) / 60;
  const meanUploads = day.uploads.reduce((sum, count) => sum + count, 0) / 86_400;
  const store = machinesFor(day.storeMs, coresPerProcess, mostUtilisation);
  const pipeline = machinesFor(day.pipelineMs, coresPerProcess, mostUtilisation);
  const bytesPerDay = people * inputs.storedBytesPerPersonDay;
  const bytesAfterYear = people * inputs.storedBytesPerPerson + bytesPerDay * daysPerYear;
  const cores = (store.machines + pipeline.machines) * coresPerProcess;
  const disk = (bytesAfterYear * copies) / gigabyte;
  const peakShare = peakUploads / Math.max(meanUploads, 1e-9);
  const uploadedPerSecond = (people * inputs.uploadedBytesPerPersonDay) / 86_400;
  const yearlyPerShard = (bytesPerDay * daysPerYear) / shards;
  return {
    requests_per_s: { mean: meanUploads, peak: peakUploads },
    uploaded_mbit_per_s_peak: (uploadedPerSecond * Math.max(peakShare, peakOf(day.storeMs)) * 8) / 1e6,
    stored_gb_per_day: bytesPerDay / gigabyte,
    stored_tb_after_a_year: bytesAfterYear / 1e12,
    store: { cores_at_peak: store.cores, processes: store.machines, longest_wait_minutes: store.longestWait },
    pipeline: {
      cores_at_peak: pipeline.cores,
      machines: pipeline.machines,
      longest_wait_minutes: pipeline.longestWait,
    },
    shards: {
      count: shards,
      people_each: people / shards,
      fullest_over_mean: fullestOverMean(people, shards),
      tb_each_after_a_year: bytesAfterYear / shards / 1e12,
      full_after_years: mostBytesPerShard / yearlyPerShard,
    },
    price_per_month: {
      cores: cores * pricePerCore,
      disk_after_a_year: disk * pricePerGigabyte,
      per_person: (cores * pricePerCore + disk * pricePerGigabyte) / people,
    },
  };
}

/** Days of growth until the disk costs as much as the processors. */
export function daysUntilDiskCostsMore({ price_per_month: price }: Layout): number {
  return (price.cores / price.disk_after_a_year) * daysPerMonth * 12;
}

function machinesFor(work: Float64Array, coresEach: number, mostUtilisation: number) {
  const cores = Math.max(...work) / minuteMs;
  const machines = Math.max(1, Math.ceil(cores / mostUtilisation / coresEach));
  const { longestWait } = queueOf(work, machines * coresEach * minuteMs);
  return { cores, machines, longestWait };
}

/** How much more the busiest minute asks for than the mean one. */
function peakOf(work: Float64Array): number {
  const mean = work.reduce((sum, value) => sum + value, 0) / work.length;
  return mean === 0 ? 1 : Math.max(...work) / mean;
}

/**
 * How much fuller the fullest of some shards is than their mean when so many people fall on them by hash: the mean of
 * the maximum of as many normal variables, as far above as √(2 ln n) deviations.
 */
function fullestOverMean(people: number, shards: number): number {
  if (shards === 1) return 1;
  const mean = people / shards;
  const deviation = Math.sqrt(mean * (1 - 1 / shards));
  return 1 + (deviation * Math.sqrt(2 * Math.log(shards))) / mean;
}
