import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  scrypt,
} from 'node:crypto';
import { keyLength } from './derive.js';

/** Everything of a PKCS #8 X25519 private key before its 32 bytes (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Cost of guessing a passphrase (RFC 7914): 64 MiB and a good tenth of a second a guess. */
const scryptCost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** The private key with these 32 bytes. */
export function privateKeyOf(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([privatePrefix, bytes]), format: 'der', type: 'pkcs8' });
}

/** base64url of the 32 bytes of the public half. */
export function publicHalf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x!;
}

/** The public key with base64url of 32 bytes, or undefined when it is none that can be sealed to. */
export function publicKeyOf(text: string): KeyObject | undefined {
  if (decodeKey(text) === undefined) return undefined;
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: text }, format: 'jwk' });
    // A point of low order gives everybody the same secret; agreeing with it once shows that.
    diffieHellman({ privateKey: generateKeyPairSync('x25519').privateKey, publicKey });
    return publicKey;
  } catch {
    return undefined;
  }
}

/** The 32 bytes of a key written as base64url. */
export function decodeKey(text: string): Uint8Array | undefined {
  const bytes = /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
  return bytes?.length === keyLength ? bytes : undefined;
}

/** The private key that belongs to a passphrase. Unicode spellings of the same text count as one. */
export function privateKeyOfPassphrase(passphrase: string, salt: Uint8Array): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, keyLength, scryptCost, (error, bytes) => {
      if (error) reject(error);
      else resolve(privateKeyOf(bytes));
    });
  });
}
