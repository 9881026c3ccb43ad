import { type ArchiveContent, checkArchive, sweepDrafts, writeArchive } from './archive-file.js';
import { archiveKeyOf } from './archive-key.js';
import { type Archive, ArchiveList } from './archive-list.js';
import { archiveName, midnightBefore, nextPeriod, type Period, rangeOf } from './periods.js';
import { type ArchivePlace, folderOf, pathOf, storedLines } from './person-archives.js';

export interface ExportRequest extends ArchivePlace {
  /** Unix seconds; archives hold what was written before this day in UTC. */
  readonly upTo: number;
  /** The present, Unix seconds. */
  readonly now: number;
  /** Days that one archive spans at most. */
  readonly days: number;
  readonly onArchive?: (archive: Archive) => void;
}

/** Seconds after which nobody writes a draft any more. */
const abandonedAfter = 86_400;

/**
 * Writes what was sensed and said since the last archive into new ones, sealed under the person's own key, and reads
 * each back before it is listed. The store stays as it is. Done again after it was cut off, it goes on where it was.
 * @returns the new archives
 * @throws SojournError `person-locked`, `version-conflict` when another export works on the same person
 */
export async function exportRaw(request: ExportRequest): Promise<readonly Archive[]> {
  const { person, days, signal, onArchive } = request;
  const limit = midnightBefore(request.upTo);
  await sweepDrafts(folderOf(request), request.now - abandonedAfter);
  const key = await archiveKeyOf(person.documents);
  const list = await ArchiveList.read(person.documents);
  const added: Archive[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const first = await firstWritten(request, { start: list.end, end: limit });
    if (first === undefined) return added;
    const period = nextPeriod(list.end, first, days, limit);
    // Named after what it holds too, so that no archive is ever written over by one that holds something else.
    const nameOf = ({ digest }: ArchiveContent) =>
      archiveName(person.id, period, `_${digest.slice(0, 8)}.json.gz.age`);
    const lines = storedLines(request, period);
    const content = await writeArchive(folderOf(request), nameOf, lines, key.recipient);
    await checkArchive(pathOf(request, content.file), key.identity, content);
    const archive: Archive = { ...period, ...content, state: 'stored' };
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
  const name = archiveName(place.person.id, period, '.json.gz');
  const content = await writeArchive(folderOf(place), () => name, storedLines(place, period), null);
  await checkArchive(pathOf(place, name), null, content);
  return { file: name, entries: content.entries };
}

/** Of runs, not of people; alone it makes no archive. */
const runTimesKey = 'stats/pipeline_time';

/** When the first entry of a period was written that is about the person; undefined when there is none. */
async function firstWritten({ person }: ArchivePlace, period: Period): Promise<number | undefined> {
  if (period.start !== null && period.start >= period.end) return undefined;
  const pages = person.entryPages({ keys: null, stores: ['raw'], time: rangeOf(period), pageSize: 100 });
  for await (const page of pages) {
    const first = page.find(({ metadata }) => metadata.key !== runTimesKey);
    if (first !== undefined) return first.metadata.write_ts;
  }
  return undefined;
}
