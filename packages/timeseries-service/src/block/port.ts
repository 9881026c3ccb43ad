/** A symmetric data key, opaque to the codec. In Node a `KeyObject` of 32 bytes. */
export interface DataKey {
  readonly type: string;
}

/** What the codec needs from its surroundings, so that it runs wherever somebody provides these. */
export interface BlockPort {
  /** Unpredictable bytes from the system's source. */
  randomBytes(length: number): Uint8Array;
  /** AES-256-GCM: ciphertext followed by the 16-byte tag. */
  encrypt(key: DataKey, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Uint8Array;
  /** The plain bytes; throws when key, nonce, associated data or ciphertext do not belong together. */
  decrypt(key: DataKey, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array;
  /** Raw deflate (RFC 1951) with a preset dictionary. */
  deflate(bytes: Uint8Array, dictionary: Uint8Array, effort: 'fast' | 'small'): Uint8Array;
  /** Inverse of `deflate`; throws unless the result has exactly `length` bytes. */
  inflate(bytes: Uint8Array, dictionary: Uint8Array, length: number): Uint8Array;
}
