import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { SojournError } from '@sojourn/datamodel';
import { syncFolder } from './folder.js';
import {
  BACKUP_FORMAT,
  type BackupCounts,
  type BeginRecord,
  type EndRecord,
  type GlobalRecord,
  globalRecordShape,
  type PersonRecord,
  personRecordShape,
  type SnapshotRecord,
} from './records.js';

/** Writes a snapshot, which appears under its name when it is whole and on disk. */
export class SnapshotWriter {
  readonly #path: string;
  readonly #digest = createHash('sha256');
  readonly #gzip = createGzip({ level: 6 });
  readonly #written: Promise<void>;

  constructor(path: string) {
    this.#path = path;
    this.#written = pipeline(this.#gzip, createWriteStream(draftOf(path), { mode: 0o600 }));
    // Told to whoever finishes or writes; nobody may be waiting when it happens.
    this.#written.catch(() => {});
  }

  async add(record: SnapshotRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    this.#digest.update(line);
    await this.#write(line);
  }

  async finish(counts: BackupCounts): Promise<void> {
    const end: EndRecord = { ...counts, digest: this.#digest.digest('base64url') };
    this.#gzip.end(`${JSON.stringify(end)}\n`);
    await this.#written;
    const file = await open(draftOf(this.#path), 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draftOf(this.#path), this.#path);
    await syncFolder(dirname(this.#path));
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => {});
    await unlink(draftOf(this.#path)).catch(() => {});
  }

  async #write(line: string): Promise<void> {
    if (!this.#gzip.write(line)) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }
}

/**
 * Reads a snapshot record by record. Whoever reads to the end knows that nothing of it was altered.
 * @throws SojournError `backup-damaged`, also after the last record; `format-too-new`
 */
export async function* readSnapshot(path: string): AsyncGenerator<GlobalRecord | PersonRecord> {
  const digest = createHash('sha256');
  const damaged = (cause?: unknown) => new SojournError('backup-damaged', { detail: path, cause });
  const source = createReadStream(path);
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  let [people, blocks, first, ended] = [0, 0, true, false];
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (ended) throw damaged();
      const record = JSON.parse(line) as SnapshotRecord | EndRecord;
      if ('digest' in record) {
        if (record.digest !== digest.digest('base64url')) throw damaged();
        if (record.people !== people || record.blocks !== blocks) throw damaged();
        ended = true;
        continue;
      }
      digest.update(`${line}\n`);
      if (first) {
        assertFormat(record);
        first = false;
      } else if ('person' in record) {
        const person = personRecordShape.parse(record);
        people += 1;
        blocks += person.blocks.length;
        yield person;
      } else yield globalRecordShape.parse(record);
    }
  } catch (error) {
    if (error instanceof SojournError) throw error;
    throw damaged(error);
  } finally {
    source.destroy();
  }
  if (!ended) throw damaged();
}

function assertFormat(record: SnapshotRecord): void {
  const { format } = record as BeginRecord;
  if (format > BACKUP_FORMAT) {
    throw new SojournError('format-too-new', { detail: `the backup has format ${format}` });
  }
}

function draftOf(path: string): string {
  return `${path}.draft`;
}
