import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { SojournError } from '@sojourn/datamodel';
import { textLines } from './text-lines.js';

/** What an archive holds, to hold it to later. */
export interface ArchiveContent {
  readonly entries: number;
  /** SHA-256 of the JSON text, hexadecimal. */
  readonly digest: string;
}

/**
 * Writes entries as a JSON array, one a line, compressed with gzip and sealed with age, in constant memory. The file
 * appears under its name when it is whole and on disk.
 * @param nameOf what to call the file in the folder, once it is known what it holds
 * @param recipient age recipient; null leaves the file in clear
 * @throws SojournError `storage-full`
 */
export async function writeArchive(
  folder: string,
  nameOf: (content: ArchiveContent) => string,
  lines: AsyncIterable<string>,
  recipient: string | null,
): Promise<ArchiveContent & { readonly file: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${randomUUID()}.draft`);
  const output = await open(draft, 'wx', 0o600);
  const counted = new CountedText(lines);
  try {
    const gzip = createGzip();
    const text = Readable.from(counted);
    text.on('error', (error) => gzip.destroy(error));
    await writeFile(output, await sealed(text.pipe(gzip), recipient));
    await output.sync();
  } catch (error) {
    await output.close();
    await rm(draft, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new SojournError('storage-full');
    throw error;
  }
  await output.close();
  const content = counted.content;
  const file = nameOf(content);
  await rename(draft, join(folder, file));
  await syncFolder(folder);
  return { ...content, file };
}

/**
 * The entries of an archive, a line of JSON each. Only who reads to the end knows that nothing was altered.
 * @param identity age identity; null for a file in clear
 * @throws SojournError `archive-damaged` when the file is missing, altered or something else
 */
export async function* readArchive(
  path: string,
  identity: string | null,
  { entries, digest }: ArchiveContent,
): AsyncGenerator<string> {
  const found = createHash('sha256');
  let count = 0;
  try {
    for await (const line of textLines(await openedFile(path, identity))) {
      found.update(`${line}\n`);
      if (line === '[' || line === ']') continue;
      count++;
      yield line.endsWith(',') ? line.slice(0, -1) : line;
    }
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (count !== entries || found.digest('hex') !== digest) throw damaged(path);
}

/** Reads an archive from its first to its last byte. @throws SojournError `archive-damaged` */
export async function checkArchive(
  path: string,
  identity: string | null,
  content: ArchiveContent,
): Promise<void> {
  for await (const _ of readArchive(path, identity, content));
}

/** JSON text of an array, counted while it is read. */
class CountedText {
  readonly #lines: AsyncIterable<string>;
  readonly #hash = createHash('sha256');
  #entries = 0;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines;
  }

  get content(): ArchiveContent {
    return { entries: this.#entries, digest: this.#hash.digest('hex') };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield this.#hashed('[\n');
    let last: string | undefined;
    for await (const line of this.#lines) {
      if (last !== undefined) yield this.#hashed(`${last},\n`);
      last = line;
      this.#entries++;
    }
    if (last !== undefined) yield this.#hashed(`${last}\n`);
    yield this.#hashed(']\n');
  }

  #hashed(text: string): string {
    this.#hash.update(text);
    return text;
  }
}

async function sealed(content: Readable, recipient: string | null): Promise<AsyncIterable<Uint8Array>> {
  if (recipient === null) return content;
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const stream = Readable.toWeb(content) as globalThis.ReadableStream<Uint8Array>;
  return (await encrypter.encrypt(stream)) as unknown as ReadableStream<Uint8Array>;
}

async function openedFile(path: string, identity: string | null): Promise<AsyncIterable<Uint8Array>> {
  const file = createReadStream(path);
  let content: Readable = file;
  if (identity !== null) {
    const { Decrypter } = await import('age-encryption');
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const stream = Readable.toWeb(file) as globalThis.ReadableStream<Uint8Array>;
    const opened = (await decrypter.decrypt(stream)) as unknown as ReadableStream<Uint8Array>;
    content = Readable.fromWeb(opened);
  }
  const gunzip = createGunzip();
  content.on('error', (error) => gunzip.destroy(error));
  return content.pipe(gunzip);
}

function damaged(path: string, cause?: unknown): SojournError {
  return new SojournError('archive-damaged', { detail: path.slice(path.lastIndexOf('/') + 1), cause });
}

/** Removes drafts that nobody has written to since a time, whose processes have died. @param time Unix seconds */
export async function sweepDrafts(folder: string, time: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.endsWith('.draft'))) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < time * 1000) await rm(path, { force: true });
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
