import type { Database } from 'lmdb';

/** Bytes of values that one transaction takes. */
const mostBytes = 8 << 20;
const mostRecords = 2000;

/**
 * Copies all records of a database that nobody changes meanwhile to an empty one, some at a time, so that others may
 * read in between.
 * @param versions whether records have versions
 */
export async function copyRecords(
  from: Database<Uint8Array, Uint8Array>,
  to: Database<Uint8Array, Uint8Array>,
  versions: boolean,
): Promise<void> {
  for (let last: Buffer | undefined; ; ) {
    const puts: Promise<boolean>[] = [];
    const rest = last === undefined ? {} : { start: last, exclusiveStart: true };
    let bytes = 0;
    for (const { key, value, version } of from.getRange({ ...rest, versions, limit: mostRecords })) {
      // Both are views of memory that is used again.
      last = Buffer.from(key);
      const copy = Buffer.from(value);
      puts.push(versions ? to.put(last, copy, version!) : to.put(last, copy));
      bytes += copy.length;
      if (bytes >= mostBytes) break;
    }
    if (puts.length === 0) return;
    await Promise.all(puts);
  }
}
