import { z } from 'zod';

/** Stores an entry can stand in. */
export const storeNames = ['usercache', 'raw', 'analysis', 'quarantine'] as const;
export const storeNameShape = z.enum(storeNames);

/** What one stream of a person holds. */
export const streamSummaryShape = z.object({
  key: z.string(),
  store: storeNameShape,
  count: z.int().nonnegative(),
  /** Smallest and largest `metadata.write_ts`, Unix seconds; null when empty. */
  first: z.number().nullable(),
  last: z.number().nullable(),
  /** Bytes at rest; blocks of several streams are counted by their share of entries. */
  bytes: z.number().nonnegative(),
});
export type StreamSummary = z.output<typeof streamSummaryShape>;
