import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { SojournError } from '@sojourn/datamodel';

/** Where LMDB notes what it knows of its file (`MDB_meta` in mdb.c): twice, at the beginning of the first two pages. */
const place = { magic: 24, pageSize: 48, lastPage: 144, end: 152 } as const;
const magic = 0xbeefc0de;

/**
 * Makes a database file at least as long as it says it is. LMDB maps the file into memory, and whoever reads beyond
 * the end of a mapped file is ended by the system; a page of zeros it recognises as damage. A file may well be shorter
 * where its last pages were never used, so that being short is no damage in itself.
 *
 * @throws SojournError `store-damaged` when this is no database file
 */
export function completeFile(path: string): void {
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const first = readNote(file, 0);
    const pageSize = first?.pageSize ?? 0;
    const second = pageSize > 0 ? readNote(file, pageSize) : undefined;
    if (first === undefined) {
      throw new SojournError('store-damaged', { detail: `${path} is not a database file` });
    }
    const pages = Math.max(first.lastPage, second?.lastPage ?? 0) + 1;
    if (size < pages * pageSize) ftruncateSync(file, pages * pageSize);
  } finally {
    closeSync(file);
  }
}

function readNote(file: number, start: number): { pageSize: number; lastPage: number } | undefined {
  const bytes = Buffer.alloc(place.end);
  if (readSync(file, bytes, 0, place.end, start) < place.end) return undefined;
  if (bytes.readUInt32LE(place.magic) !== magic) return undefined;
  return {
    pageSize: bytes.readUInt32LE(place.pageSize),
    lastPage: Number(bytes.readBigUInt64LE(place.lastPage)),
  };
}
