import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { SojournError } from '@sojourn/datamodel';
import type { StoredBlock } from '../engine/index.js';
import { blockFilePath } from './folder.js';
import type { BlockPlace } from './records.js';

/** A new file is begun when one has grown to this many bytes. */
const mostBytes = 256 * 1024 * 1024;
/** Length of the header, then the header, then the body. */
const prefixBytes = 4;

/** Writes blocks one after the other into new files. */
export class BlockWriter {
  readonly #root: string;
  #number: number;
  #file: FileHandle | undefined;
  #offset = 0;

  /** @param first number of the first file, which must not exist */
  constructor(root: string, first: number) {
    this.#root = root;
    this.#number = first;
  }

  async write({ id, header, body }: StoredBlock): Promise<BlockPlace> {
    if (this.#offset >= mostBytes) {
      await this.close();
      this.#number += 1;
    }
    this.#file ??= await open(blockFilePath(this.#root, this.#number), 'wx', 0o600);
    const prefix = Buffer.alloc(prefixBytes);
    prefix.writeUInt32LE(header.length);
    const bytes = Buffer.concat([prefix, header, body]);
    const offset = this.#offset;
    await this.#file.appendFile(bytes);
    this.#offset += bytes.length;
    return [id, this.#number, offset, bytes.length, digestOf(bytes)];
  }

  /** Resolves when everything is on disk. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#offset = 0;
    if (file === undefined) return;
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** Reads blocks by their places. Keeps the file open that was read last, since neighbours lie in one file. */
export class BlockReader {
  readonly #root: string;
  #open: { readonly number: number; readonly file: FileHandle; readonly size: number } | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** @throws SojournError `backup-damaged` when it is not, byte for byte, what was written */
  async read([id, number, offset, length, digest]: BlockPlace): Promise<StoredBlock> {
    const { file, size } = await this.#fileOf(number);
    const damaged = () =>
      new SojournError('backup-damaged', { detail: `block ${id} in ${blockFilePath(this.#root, number)}` });
    if (offset + length > size) throw damaged();
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, offset);
    if (bytesRead !== length || digestOf(bytes) !== digest) throw damaged();
    const end = prefixBytes + bytes.readUInt32LE();
    if (end > length) throw damaged();
    return { id, header: bytes.subarray(prefixBytes, end), body: bytes.subarray(end) };
  }

  async close(): Promise<void> {
    await this.#open?.file.close();
    this.#open = undefined;
  }

  async #fileOf(number: number): Promise<{ readonly file: FileHandle; readonly size: number }> {
    if (this.#open?.number === number) return this.#open;
    await this.close();
    const path = blockFilePath(this.#root, number);
    const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      throw new SojournError('backup-damaged', { detail: `${path} is missing`, cause });
    });
    const { size } = await file.stat();
    this.#open = { number, file, size };
    return this.#open;
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
