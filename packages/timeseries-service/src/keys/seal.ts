import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/**
 * Seals a small document: nonce, ciphertext, tag (AES-256-GCM).
 * @param context what the document is and whose; the same text opens it
 */
export function sealBytes(key: KeyObject, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const encryption = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  encryption.setAAD(Buffer.from(context));
  return Buffer.concat([nonce, encryption.update(plain), encryption.final(), encryption.getAuthTag()]);
}

/** The document inside, or undefined when it was not sealed with this key for this context. */
export function openBytes(key: KeyObject, context: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < nonceLength + tagLength) return undefined;
  try {
    const decryption = createDecipheriv(cipher, key, sealed.subarray(0, nonceLength), {
      authTagLength: tagLength,
    });
    decryption.setAAD(Buffer.from(context));
    decryption.setAuthTag(sealed.subarray(sealed.length - tagLength));
    const text = decryption.update(sealed.subarray(nonceLength, sealed.length - tagLength));
    return Buffer.concat([text, decryption.final()]);
  } catch {
    return undefined;
  }
}
