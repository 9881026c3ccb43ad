import { z } from 'zod';
import { keyBytesText } from './secret-text.js';

/**
 * Who can open a person's data: `managed`, the server; `presented`, only a service or person that presents the
 * private half of the key, for as long as a lease in memory lasts.
 */
export const custodyShape = z.enum(['managed', 'presented']);
export type Custody = z.output<typeof custodyShape>;

/** Longest time in seconds for which data can be unlocked at once. */
export const MAXIMUM_UNLOCK_SECONDS = 7 * 24 * 3600;

/** A text that only the person knows. */
export const passphraseShape = z.string().min(8).max(1024);

/** Seconds until the data locks itself again; the server has a default. */
export const unlockTtlShape = z.int().min(1).max(MAXIMUM_UNLOCK_SECONDS);

/** What opens a person's data: the private half of their X25519 key, or the passphrase it was derived from. */
export const unlockShape = z.union([
  z.object({ privateKey: keyBytesText, ttl: unlockTtlShape.optional() }),
  z.object({ passphrase: passphraseShape, ttl: unlockTtlShape.optional() }),
]);
export type Unlock = z.output<typeof unlockShape>;

/**
 * Who shall be able to open the data from now on. It has to be open for the change. With a public key the
 * server never sees what opens the data; with a passphrase it derives the key pair and forgets both.
 */
export const custodyChangeShape = z.union([
  z.object({ custody: z.literal('managed') }),
  z.object({ custody: z.literal('presented'), publicKey: keyBytesText }),
  z.object({ custody: z.literal('presented'), passphrase: passphraseShape }),
]);
export type CustodyChange = z.output<typeof custodyChangeShape>;

/** How a person's data is kept now. */
export const lockStateShape = z.object({
  custody: custodyShape,
  locked: z.boolean(),
  /** Unix seconds at which the data locks itself; null when it does not, or is locked. */
  expires: z.number().nullable(),
});
export type LockState = z.output<typeof lockStateShape>;

/** Answer to an unlock. */
export const unlockedShape = lockStateShape.extend({
  /** Entries that were uploaded while the data was locked and have been put in their place now. */
  settled: z.int().nonnegative(),
});
