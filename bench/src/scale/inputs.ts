/** What one person costs, as measured; the rest of the model follows from these. Bytes, and milliseconds of CPU. */
export interface MeasuredInputs {
  readonly entriesPerPersonDay: number;
  /** Sealed, compressed and compacted: what phones sent and what was derived from it. */
  readonly storedBytesPerPersonDay: number;
  /** What a person takes before their first day. */
  readonly storedBytesPerPerson: number;
  /** JSON text that phones send. */
  readonly uploadedBytesPerPersonDay: number;
  /** Of the timeseries service, for taking a day's uploads. */
  readonly uploadMsPerPersonDay: number;
  /** Of the timeseries service, for the run over a day. */
  readonly runStoreMsPerPersonDay: number;
  /** Of the pipeline, for the run over a day. */
  readonly runPipelineMsPerPersonDay: number;
  /** Share of a day's entries that are written in each hour of the local day; 24 numbers that add up to 1. */
  readonly shareByHour: readonly number[];
}

/** What is assumed about people, machines and prices; change it to your own. */
export interface Assumptions {
  readonly people: number;
  /** Uploads of a phone in a day: the phone apps sync about every hour. */
  readonly syncsPerDay: number;
  /** Time zones over which people are spread, in hours; 1 is the worst case. */
  readonly zoneHours: number;
  /** Cores of each process of the store and of each worker machine. */
  readonly coresPerProcess: number;
  /** Share of a core that may be used in the busiest minute. */
  readonly mostUtilisation: number;
  /** Copies of the data that the database keeps. */
  readonly copies: number;
  /** Shards of the database. */
  readonly shards: number;
  /** Money a month for a core with its memory, and for a gigabyte of disk. */
  readonly pricePerCore: number;
  readonly pricePerGigabyte: number;
}

export const usualAssumptions: Assumptions = Object.freeze({
  people: 1_000_000,
  syncsPerDay: 24,
  zoneHours: 1,
  coresPerProcess: 4,
  mostUtilisation: 0.7,
  copies: 3,
  shards: 8,
  pricePerCore: 20,
  pricePerGigabyte: 0.1,
});
