import type { SojournClient } from '@sojourn/datamodel/client';
import { identityOf, type PhoneDay } from './day-of-a-phone.js';

/** How what is stored differs from what was sent. */
export interface StoredFigures {
  readonly entries: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Reads everything back and compares it with what the phones sent, entry by entry. */
export async function compareStored(
  phones: readonly PhoneDay[],
  clientOf: (token: string) => SojournClient,
): Promise<StoredFigures> {
  let [entries, lost, doubled] = [0, 0, 0];
  for (const { token, identities } of phones) {
    const seen = new Set<string>();
    for await (const { metadata } of clientOf(token).findEntries({
      keys: null,
      time: { field: 'metadata.write_ts', start: 0, end: null },
    })) {
      const identity = identityOf(metadata.key, metadata.write_ts);
      if (seen.has(identity)) doubled += 1;
      seen.add(identity);
      if (identities.has(identity)) entries += 1;
    }
    for (const identity of identities) if (!seen.has(identity)) lost += 1;
  }
  return { entries, lost, doubled };
}
