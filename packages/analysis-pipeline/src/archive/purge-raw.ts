import { isSojournError } from '@sojourn/datamodel';
import { holdLease, type RunBeginning, remoteStore } from '../runner/index.js';
import { confirmedPlaceKey, type StageState } from '../stages/index.js';
import { readArchive } from './archive-file.js';
import { archiveKeyOf } from './archive-key.js';
import { type Archive, ArchiveList } from './archive-list.js';
import { type ArchivePlace, digestOf, pathOf, sensedId, storedLines } from './person-archives.js';

export interface PurgeRequest extends ArchivePlace {
  /** Unix seconds; archives that end later are left alone. */
  readonly upTo: number;
  /** The present, Unix seconds. */
  readonly now: number;
  /** Name under which the lease is held, and which every try of this work has. */
  readonly owner: string;
  readonly onArchive?: (archive: Archive, removed: number) => void;
}

/** What left the store. */
export interface PurgeResult {
  readonly archives: number;
  readonly removed: number;
}

/** Entries that are removed at once. */
const batchSize = 5000;
/** Seconds before the last place that stages may still look at. */
const lookedAt = 86_400;

/**
 * Takes what phones sensed out of the store where an archive has it: each archive is read whole before anything of it
 * is removed, and only entries leave that are in it letter by letter. What arrived later stays, and so does all that
 * people said and all that was derived. What stages will still look at never leaves.
 * @throws SojournError `archive-damaged`, `run-in-progress`, `lease-lost`, `person-locked`
 */
export async function purgeRaw(request: PurgeRequest): Promise<PurgeResult> {
  const { person, owner, onArchive, signal } = request;
  const terms = { owner, resume: true };
  return await holdLease(remoteStore(person), terms, async (beginning) => {
    const limit = Math.min(request.upTo, (await lastPlaceEntered(request)) - lookedAt);
    const { identity } = await archiveKeyOf(person.documents);
    const list = await ArchiveList.read(person.documents);
    const remover = new Remover(request, beginning);
    for (const archive of list.archives) {
      if (archive.state === 'purged' || archive.end > limit) continue;
      signal?.throwIfAborted();
      const archived = new Map<string, string>();
      for await (const line of readArchive(pathOf(request, archive.file), identity, archive)) {
        const id = sensedId(line);
        if (id !== undefined) archived.set(id, digestOf(line));
      }
      await list.setState(archive, 'leaving');
      const before = remover.removed;
      for await (const line of storedLines(request, archive)) {
        const id = sensedId(line);
        if (id !== undefined && archived.get(id) === digestOf(line)) await remover.remove(id, archive.end);
      }
      await remover.flush(archive.end);
      await list.setState(archive, 'purged');
      onArchive?.(archive, remover.removed - before);
    }
    return {
      archives: list.archives.filter(({ state }) => state === 'purged').length,
      removed: remover.removed,
    };
  });
}

/** Removes entries in batches, each of which says up to when entries are missing. */
class Remover {
  removed = 0;
  readonly #request: PurgeRequest;
  readonly #fence: number;
  #ids: string[] = [];
  /** The sequence of the person while a run would find nothing to do; undefined when there is work. */
  #upToDate: number | undefined;

  constructor(request: PurgeRequest, { fence, sequence, processedSequence }: RunBeginning) {
    this.#request = request;
    this.#fence = fence;
    this.#upToDate = processedSequence >= sequence ? sequence : undefined;
  }

  async remove(id: string, end: number): Promise<void> {
    this.#ids.push(id);
    if (this.#ids.length >= batchSize) await this.flush(end);
  }

  async flush(end: number): Promise<void> {
    if (this.#ids.length === 0) return;
    const { person, now } = this.#request;
    const state: StageState = { curr_run_ts: null, last_processed_ts: end, last_ts_run: now };
    const change = { fence: this.#fence, remove: this.#ids, states: { PURGE_RAW: state } };
    const sequence = this.#upToDate;
    if (sequence === undefined) await person.commit(change);
    else {
      // What a run has seen already is no work to do because it is gone.
      const known = { ...change, expectSequence: sequence, processedSequence: sequence + 1 };
      const committed = await person.commit(known).catch((error: unknown) => {
        if (isSojournError(error) && error.code === 'commit-conflict') return undefined;
        throw error;
      });
      this.#upToDate = committed?.sequence;
      if (committed === undefined) await person.commit(change);
    }
    this.removed += this.#ids.length;
    this.#ids = [];
  }
}

/** When the place was entered that the diary ends at; without one nothing was derived, and nothing may leave. */
async function lastPlaceEntered({ person }: ArchivePlace): Promise<number> {
  const { value } = await person.extreme({ key: confirmedPlaceKey, field: 'data.enter_ts', end: 'last' });
  return (value as number | null) ?? Number.NEGATIVE_INFINITY;
}
