import { z } from 'zod';

/**
 * Who can open a person's data: `managed`, the server; `presented`, only a service or person that presents the
 * private half of the key, for as long as a lease in memory lasts.
 */
export const custodyShape = z.enum(['managed', 'presented']);
export type Custody = z.output<typeof custodyShape>;

/** Longest time in seconds for which data can be unlocked at once. */
export const MAXIMUM_UNLOCK_SECONDS = 7 * 24 * 3600;

/** Seconds until the data locks itself again; the server has a default. */
export const unlockTtlShape = z.int().min(1).max(MAXIMUM_UNLOCK_SECONDS);

/** How a person's data is kept now. */
export const lockStateShape = z.object({
  custody: custodyShape,
  locked: z.boolean(),
  /** Unix seconds at which the data locks itself; null when it does not, or is locked. */
  expires: z.number().nullable(),
});
export type LockState = z.output<typeof lockStateShape>;
