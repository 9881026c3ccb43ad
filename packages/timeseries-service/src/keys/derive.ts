import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Length of every symmetric key, in bytes. */
export const keyLength = 32;

/** A key for one purpose, derived from another key by HKDF with SHA-256 (RFC 5869). */
export function deriveKey(from: KeyObject, purpose: string): KeyObject {
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', from, Buffer.alloc(0), `sojourn/${purpose}`, keyLength)),
  );
}
