import type { Unlock } from '@sojourn/datamodel/http';
import { keyBytesText } from '@sojourn/datamodel/http';

/** What somebody opens their diary with. */
export const secretKinds = ['passphrase', 'key'] as const;
export type SecretKind = (typeof secretKinds)[number];

/** Seconds for which a diary can be opened: a quarter of an hour, an hour, a working day, a week. */
export const leases = [900, 3_600, 8 * 3_600, 7 * 86_400] as const;

/** Characters that a passphrase has at least. */
const SHORTEST = 8;

/** What the server takes for a secret that was typed in; undefined for a text that cannot be one. */
export function unlockOf(kind: SecretKind, text: string, ttl: number): Unlock | undefined {
  if (kind === 'passphrase') return text.length < SHORTEST ? undefined : { passphrase: text, ttl };
  const key = keyBytesText.safeDecode(text.trim());
  return key.success ? { privateKey: key.data, ttl } : undefined;
}
