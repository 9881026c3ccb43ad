import type { Entry } from '@sojourn/datamodel';
import { checkArchive, writeArchive } from './archive-file.js';
import { archiveKeyOf } from './archive-key.js';
import { type Archive, ArchiveList } from './archive-list.js';
import { archiveName, midnightBefore, nextPeriod, type Period, rangeOf } from './periods.js';
import { type ArchivePlace, pathOf, storedLines } from './person-archives.js';

export interface ExportRequest extends ArchivePlace {
  /** Unix seconds; archives hold what was written before this day in UTC. */
  readonly upTo: number;
  /** Days that one archive spans at most. */
  readonly days: number;
  readonly onArchive?: (archive: Archive) => void;
}

/**
 * Writes what was sensed and said since the last archive into new ones, sealed under the person's own key, and reads
 * each back before it is listed. The store stays as it is. Done again after it was cut off, it goes on where it was.
 * @returns the new archives
 * @throws SojournError `person-locked`, `version-conflict` when another export works on the same person
 */
export async function exportRaw(request: ExportRequest): Promise<readonly Archive[]> {
  const { person, days, signal, onArchive } = request;
  const limit = midnightBefore(request.upTo);
  const key = await archiveKeyOf(person.documents);
  const list = await ArchiveList.read(person.documents);
  const added: Archive[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const first = await firstWritten(request, { start: list.end, end: limit });
    if (first === undefined) return added;
    const period = nextPeriod(list.end, first, days, limit);
    const file = archiveName(person.id, period, '.json.gz.age');
    const content = await writeArchive(pathOf(request, file), storedLines(request, period), key.recipient);
    await checkArchive(pathOf(request, file), key.identity, content);
    const archive: Archive = { ...period, ...content, file, state: 'stored' };
    await list.add(archive);
    added.push(archive);
    onArchive?.(archive);
  }
}

/**
 * Writes what was sensed and said in a period into one file in clear, for whoever asks for it so. It is not listed, and
 * nothing is ever purged because of it.
 * @returns the file's name in the person's folder, and the number of entries
 */
export async function exportInClear(
  place: ArchivePlace,
  period: Period,
): Promise<{ readonly file: string; readonly entries: number }> {
  const file = archiveName(place.person.id, period, '.json.gz');
  const content = await writeArchive(pathOf(place, file), storedLines(place, period), null);
  await checkArchive(pathOf(place, file), null, content);
  return { file, entries: content.entries };
}

/** When the first entry of a period was written; undefined when it is empty. */
async function firstWritten({ person }: ArchivePlace, period: Period): Promise<number | undefined> {
  if (period.start !== null && period.start >= period.end) return undefined;
  const pages = person.entryPages({ keys: null, stores: ['raw'], time: rangeOf(period), pageSize: 1 });
  const { value } = await pages.next();
  return (value as Entry[] | undefined)?.[0]?.metadata.write_ts;
}
