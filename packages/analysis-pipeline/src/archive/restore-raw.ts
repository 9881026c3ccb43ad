import type { Entry } from '@sojourn/datamodel';
import { SojournError } from '@sojourn/datamodel';
import { parseWire } from '@sojourn/datamodel/wire';
import { holdLease, remoteStore } from '../runner/index.js';
import type { StageState } from '../stages/index.js';
import { checkArchive, readArchive } from './archive-file.js';
import { archiveKeyOf } from './archive-key.js';
import { type Archive, ArchiveList } from './archive-list.js';
import { type ArchivePlace, pathOf, sensedId, storedLines } from './person-archives.js';

export interface RestoreRequest extends ArchivePlace {
  /** Unix seconds; archives that end at or before this stay purged. Null for all. */
  readonly from: number | null;
  /** The present, Unix seconds. */
  readonly now: number;
  /** Name under which the lease is held. */
  readonly owner: string;
  readonly onArchive?: (archive: Archive, restored: number) => void;
}

/** What came back to the store. */
export interface RestoreResult {
  readonly archives: number;
  readonly restored: number;
}

const leaseSeconds = 60;

/**
 * Puts back what was purged, from the newest archive to the oldest, exactly as it was. An archive is read whole before
 * anything of it is put back. What is there already stays as it is; the archives stay, too.
 * @throws SojournError `archive-damaged`, `run-in-progress`, `lease-lost`, `person-locked`
 */
export async function restoreRaw(request: RestoreRequest): Promise<RestoreResult> {
  const { person, owner, from, now, onArchive, signal } = request;
  return await holdLease(remoteStore(person), { owner, seconds: leaseSeconds }, async ({ fence }) => {
    const { identity } = await archiveKeyOf(person.documents);
    const list = await ArchiveList.read(person.documents);
    let [archives, restored] = [0, 0];
    for (const archive of list.archives.toReversed()) {
      if (archive.state === 'stored' || (from !== null && archive.end <= from)) continue;
      signal?.throwIfAborted();
      const path = pathOf(request, archive.file);
      await checkArchive(path, identity, archive);
      const present = new Set<string>();
      for await (const line of storedLines(request, archive)) {
        const id = sensedId(line);
        if (id !== undefined) present.add(id);
      }
      const outcome = await person.import(entriesOf(readArchive(path, identity, archive), present));
      if (outcome.quarantined.length > 0) {
        throw new SojournError('archive-damaged', { detail: `${archive.file}: not all of it can be stored` });
      }
      const left = list.purgedUpTo(archive);
      const state: StageState = { curr_run_ts: null, last_processed_ts: left, last_ts_run: now };
      await person.commit({ fence, states: { PURGE_RAW: left === null ? null : state } });
      await list.setState(archive, 'stored');
      archives++;
      restored += outcome.inserted;
      onArchive?.(archive, outcome.inserted);
    }
    return { archives, restored };
  });
}

async function* entriesOf(lines: AsyncIterable<string>, present: ReadonlySet<string>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const id = sensedId(line);
    if (id !== undefined && !present.has(id)) yield parseWire(line) as unknown as Entry;
  }
}
