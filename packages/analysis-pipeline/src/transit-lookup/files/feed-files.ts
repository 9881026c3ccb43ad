import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import type { FeedTables } from './gtfs-feed.js';

/** The tables of a feed that lie in a folder. */
export function tablesInFolder(folder: string): FeedTables {
  return {
    feed: folder,
    async open(table) {
      const file = join(folder, table);
      try {
        await access(file);
      } catch {
        return undefined;
      }
      return createReadStream(file);
    },
  };
}

/**
 * Reads a feed that is packed as a ZIP file, as agencies publish them. Tables may lie in a folder of it.
 * @throws Error when it is no ZIP file
 */
export async function withZippedTables<Result>(
  file: string,
  read: (tables: FeedTables) => Promise<Result>,
): Promise<Result> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, {
    lazyEntries: true,
    autoClose: false,
  });
  try {
    const entries = await entriesOf(zip);
    const openEntry = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip));
    return await read({
      feed: file,
      async open(table) {
        const entry = entries.find(({ fileName }) => fileName === table || fileName.endsWith(`/${table}`));
        return entry && (await openEntry(entry));
      },
    });
  } finally {
    zip.close();
  }
}

function entriesOf(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}
