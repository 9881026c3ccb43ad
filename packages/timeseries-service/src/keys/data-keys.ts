import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import { keyLength } from './derive.js';
import { unwrapKey, wrapKey } from './wrap.js';

/** A data key as stored. */
export interface WrappedKey {
  readonly version: number;
  readonly wrapped: string;
}

/** A new key from the system's random source. */
export function freshKey(): KeyObject {
  return createSecretKey(randomBytes(keyLength));
}

/** Data keys under a new key-encryption key, which is wrapped by the store key: the server can open them. */
export async function wrapManaged(
  person: PersonId,
  storeKey: KeyObject,
  versions: ReadonlyMap<number, KeyObject>,
): Promise<{ custody: 'managed'; encryption: string; data: WrappedKey[] }> {
  const encryption = freshKey();
  return {
    custody: 'managed',
    encryption: await wrapKey(encryption, storeKey, `${person}/encryption`),
    data: await wrapAll(person, versions, encryption),
  };
}

/** Data keys, each wrapped by a key-encryption key or to a public key. */
export function wrapAll(
  person: PersonId,
  versions: ReadonlyMap<number, KeyObject>,
  wrapping: KeyObject,
): Promise<WrappedKey[]> {
  return Promise.all(
    Array.from(versions, async ([version, key]) => ({
      version,
      wrapped: await wrapKey(key, wrapping, `${person}/data/${version}`),
    })),
  );
}

/** Data keys by version, or undefined when one of them does not open. */
export async function unwrapAll(
  person: PersonId,
  wrapped: readonly WrappedKey[],
  wrapping: KeyObject,
): Promise<Map<number, KeyObject> | undefined> {
  const versions = new Map<number, KeyObject>();
  for (const { version, wrapped: text } of wrapped) {
    const key = await unwrapKey(text, wrapping, `${person}/data/${version}`);
    if (!key) return undefined;
    versions.set(version, key);
  }
  return versions;
}
