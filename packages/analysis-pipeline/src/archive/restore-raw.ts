import type { Entry } from '@sojourn/datamodel';
import { SojournError } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { parseWire } from '@sojourn/datamodel/wire';
import { holdLease, type RunResult, remoteStore } from '../runner/index.js';
import type { Settings } from '../settings/index.js';
import {
  type LateEntries,
  lateEntries,
  purgedUpTo,
  type StageState,
  type StageStates,
} from '../stages/index.js';
import { readArchive } from './archive-file.js';
import { archiveKeyOf } from './archive-key.js';
import { type Archive, ArchiveList } from './archive-list.js';
import { type ArchivePlace, digestOf, pathOf, sensedId, storedLines } from './person-archives.js';

export interface RestoreRequest extends ArchivePlace {
  /** Unix seconds; archives that end at or before this stay purged. Null for all. */
  readonly from: number | null;
  /** Settings of the installation. */
  readonly settings: Settings;
  /** The present, Unix seconds. */
  readonly now: number;
  /** Name under which the lease is held, and which every try of this work has. */
  readonly owner: string;
  readonly onArchive?: (archive: Archive, restored: number) => void;
}

/** What came back to the store. */
export interface RestoreResult {
  readonly archives: number;
  readonly restored: number;
}

/**
 * Puts back what was purged, from the newest archive to the oldest, exactly as it was. An archive is read whole before
 * anything of it is put back. What is there already stays as it is; the archives stay, too.
 * @throws SojournError `archive-damaged`, `run-in-progress`, `lease-lost`, `person-locked`
 */
export async function restoreRaw(request: RestoreRequest): Promise<RestoreResult> {
  const { person, owner, from, settings, now, onArchive, signal } = request;
  const terms = { owner, resume: true };
  return await holdLease(remoteStore(person), terms, async ({ fence, states }) => {
    const { identity } = await archiveKeyOf(person.documents);
    const list = await ArchiveList.read(person.documents);
    let [archives, restored] = [0, 0];
    for (const archive of list.archives.toReversed()) {
      if (archive.state === 'stored' || (from !== null && archive.end <= from)) continue;
      signal?.throwIfAborted();
      const path = pathOf(request, archive.file);
      const archived = new Map<string, string>();
      for await (const line of readArchive(path, identity, archive)) {
        const id = sensedId(line);
        if (id !== undefined) archived.set(id, digestOf(line));
      }
      const present = new Set<string>();
      const arrivedLater: Entry[] = [];
      for await (const line of storedLines(request, archive)) {
        const id = sensedId(line);
        if (id === undefined) continue;
        present.add(id);
        if (archived.get(id) !== digestOf(line)) arrivedLater.push(parseWire(line) as unknown as Entry);
      }
      const outcome = await person.import(entriesOf(readArchive(path, identity, archive), present));
      if (outcome.quarantined.length > 0) {
        throw new SojournError('archive-damaged', { detail: `${archive.file}: not all of it can be stored` });
      }
      const left = list.purgedUpTo(archive);
      const state: StageState = { curr_run_ts: null, last_processed_ts: left, last_ts_run: now };
      await person.commit({ fence, states: { PURGE_RAW: left === null ? null : state } });
      await list.setState(archive, 'stored', lateEntries(arrivedLater, states, settings));
      archives++;
      restored += outcome.inserted;
      onArchive?.(archive, outcome.inserted);
    }
    return { archives, restored };
  });
}

/**
 * Derives the diary anew from the earliest entry on that arrived while what it belongs to was purged, as if it had just
 * arrived. Done again after it was cut off, it does the same.
 * @param run a run that takes entries as late ones
 * @returns the earliest time of such an entry, Unix seconds; null when there is none
 * @throws SojournError `person-locked`, whatever the run throws
 */
export async function rederiveRestored(
  person: Pick<PersonClient, 'documents' | 'states'>,
  run: (late: LateEntries) => Promise<RunResult>,
): Promise<number | null> {
  const { late } = await ArchiveList.read(person.documents);
  if (late === undefined) return null;
  const { stages } = await run(late);
  const isWhole = stages.every(({ status }) => status !== 'failed');
  const { states } = await person.states();
  // While earlier days are purged the run may not have gone back far enough.
  if (isWhole && purgedUpTo(states as StageStates) === null) {
    await (await ArchiveList.read(person.documents)).settleLate();
  }
  return late.earliestSensed;
}

async function* entriesOf(lines: AsyncIterable<string>, present: ReadonlySet<string>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const id = sensedId(line);
    if (id !== undefined && !present.has(id)) yield parseWire(line) as unknown as Entry;
  }
}
