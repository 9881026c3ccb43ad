import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { BlockPort } from './port.js';

const cipher = 'aes-256-gcm';
const tagLength = 16;
// On real days level 9 takes three times as long as 6 for a quarter of a percent.
const levels = { fast: 3, small: 6 } as const;

/** The port on Node: OpenSSL for the cipher and the random source, zlib for compression. */
export const nodeBlockPort: BlockPort = {
  randomBytes,
  encrypt(key, nonce, associated, plain) {
    const encryption = createCipheriv(cipher, key as KeyObject, nonce, { authTagLength: tagLength });
    encryption.setAAD(associated);
    const text = encryption.update(plain);
    encryption.final();
    const sealed = new Uint8Array(text.length + tagLength);
    sealed.set(text);
    sealed.set(encryption.getAuthTag(), text.length);
    return sealed;
  },
  decrypt(key, nonce, associated, sealed) {
    const decryption = createDecipheriv(cipher, key as KeyObject, nonce, { authTagLength: tagLength });
    decryption.setAAD(associated);
    decryption.setAuthTag(sealed.subarray(sealed.length - tagLength));
    const plain = decryption.update(sealed.subarray(0, sealed.length - tagLength));
    decryption.final();
    return plain;
  },
  deflate(bytes, dictionary, effort) {
    return deflateRawSync(bytes, {
      level: levels[effort],
      dictionary,
      chunkSize: Math.max(1024, bytes.length),
    });
  },
  inflate(bytes, dictionary, length) {
    const plain = inflateRawSync(bytes, {
      dictionary,
      chunkSize: Math.max(64, length),
      maxOutputLength: Math.max(1, length),
    });
    if (plain.length !== length) throw new RangeError('unexpected length');
    return plain;
  },
};
