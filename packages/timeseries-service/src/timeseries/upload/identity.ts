import { createCipheriv, createHmac, type KeyObject } from 'node:crypto';

/** Ids follow the time from the epoch until four bytes of seconds are used up, in the year 2106. */
const lastSecond = 2 ** 32;
const blockLength = 16;
const idDigits = 24;

/** What tells uploads of one person apart. */
export interface UploadIdentity {
  readonly type: string;
  readonly key: string;
  /** Unix seconds. */
  readonly writeTs: number;
}

/** Whether the id of an upload begins with its time. */
export function isWithinTime(writeTs: number): boolean {
  return writeTs >= 0 && writeTs < lastSecond;
}

/**
 * Makes ids of uploads: 4 bytes of seconds, then 8 bytes of a keyed pseudo-random function of type, key and exact
 * time; all 12 bytes from the function when the time lies outside 1970 to 2106. Equal uploads get equal ids.
 *
 * The function is AES-256 on one block that holds a keyed hash of type and key, and the time as a double: distinct
 * identities are distinct blocks, and a whole request is one call of the cipher.
 */
export class UploadIds {
  readonly #streams = new Map<string, Map<string, Uint8Array>>();

  /** Both keys belong to the person and open no data. */
  constructor(
    private readonly blockKey: KeyObject,
    private readonly streamKey: KeyObject,
  ) {}

  /** 24 hexadecimal digits for each identity. */
  make(identities: readonly UploadIdentity[]): string[] {
    if (identities.length === 0) return [];
    const blocks = Buffer.allocUnsafe(identities.length * blockLength);
    for (let index = 0; index < identities.length; index++) {
      const { type, key, writeTs } = identities[index]!;
      blocks.set(this.#stream(type, key), index * blockLength);
      blocks.writeDoubleBE(writeTs, index * blockLength + 8);
    }
    const cipher = createCipheriv('aes-256-ecb', this.blockKey, null).setAutoPadding(false);
    const mixed = cipher.update(blocks);
    for (let index = 0; index < identities.length; index++) {
      const { writeTs } = identities[index]!;
      // Written over the first bytes of the block, so that one conversion gives the digits of all ids.
      if (isWithinTime(writeTs)) mixed.writeUInt32BE(Math.floor(writeTs), index * blockLength);
    }
    const digits = mixed.toString('hex');
    return identities.map((_, index) =>
      digits.slice(index * blockLength * 2, index * blockLength * 2 + idDigits),
    );
  }

  #stream(type: string, key: string): Uint8Array {
    let keys = this.#streams.get(type);
    if (!keys) {
      keys = new Map();
      this.#streams.set(type, keys);
    }
    let hash = keys.get(key);
    if (!hash) {
      // Lengths keep (type, key) pairs apart whatever characters they hold.
      const text = `${type.length} ${type} ${key}`;
      hash = createHmac('sha256', this.streamKey).update(text).digest().subarray(0, 8);
      // Keys are the client's to choose, so the cache may not grow with them.
      if (keys.size > 1000) keys.clear();
      keys.set(key, hash);
    }
    return hash;
  }
}
