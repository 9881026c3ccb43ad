import { createSecretKey, type KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { keyLength } from './derive.js';

/** Media type in the protected header of every wrapped key. */
const type = 'sojourn-key';

/**
 * Wraps a key as a compact JWE (RFC 7516): A256KW under a secret key, ECDH-ES+A256KW to an X25519 public key.
 * @param context what the key is for; it must be named again to unwrap it, so that wrapped keys cannot change places
 */
export async function wrapKey(key: KeyObject, wrapping: KeyObject, context: string): Promise<string> {
  const alg = wrapping.type === 'secret' ? 'A256KW' : 'ECDH-ES+A256KW';
  return new CompactEncrypt(key.export())
    .setProtectedHeader({ alg, enc: 'A256GCM', typ: type, kid: context })
    .encrypt(wrapping);
}

/** The key inside, or undefined when it was wrapped otherwise. Tells nothing about why. */
export async function unwrapKey(
  wrapped: string,
  wrapping: KeyObject,
  context: string,
): Promise<KeyObject | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(wrapped, wrapping, {
      keyManagementAlgorithms: [wrapping.type === 'secret' ? 'A256KW' : 'ECDH-ES+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const genuine =
      protectedHeader.typ === type && protectedHeader.kid === context && plaintext.length === keyLength;
    const key = genuine ? createSecretKey(plaintext) : undefined;
    plaintext.fill(0);
    return key;
  } catch {
    return undefined;
  }
}
