import type { Entry, PersonId } from '@sojourn/datamodel';
import type {
  NetChanges,
  StageName,
  StageState,
  StageStates,
  TimeField,
  TimeRange,
  UsercacheRow,
} from '../stages/index.js';

/** The right to be the only run of a person. */
export interface RunLease {
  /** Fencing token that the run's commit shows. */
  readonly fence: number;
  /** The person's sequence at that moment: everything up to it is seen by the run. */
  readonly sequence: number;
}

/** How far the pipeline has come with a person. */
export interface RunProgress {
  readonly states: StageStates;
  /** Sequence up to which runs have worked; there is work to do while it is below the person's sequence. */
  readonly processedSequence: number;
}

/** The lease of a run, and what every run reads. */
export interface RunBeginning extends RunLease, RunProgress {
  /** Rows waiting for conversion in order of arrival. */
  readonly usercache: readonly UsercacheRow[];
}

/** Entries of some streams in one range. */
export interface StoreQuery {
  readonly keys: readonly string[];
  readonly range: TimeRange;
}

/** A phone entry that could not be converted, as it is set aside. */
export interface SetAside {
  readonly raw: Entry;
  readonly code: string;
  readonly path?: string;
}

/** Everything that a run changes; it becomes visible at once or not at all. */
export interface RunCommit extends Omit<NetChanges, 'remove'> {
  readonly remove: readonly Pick<Entry, '_id'>[];
  readonly fence: number;
  /** Fails with `commit-conflict` when the person's sequence is not this any more. */
  readonly expectSequence?: number;
  readonly drain: readonly UsercacheRow[];
  /** Inserted entries that are drained rows in the common form: the store can make them itself. */
  readonly moved?: ReadonlyMap<Entry, UsercacheRow>;
  readonly quarantine: readonly SetAside[];
  /** New states of stages; null takes one away, and what is not named stays. */
  readonly states: Readonly<Partial<Record<StageName, StageState | null>>>;
  /** Members of the profile to replace. */
  readonly profile?: Readonly<Record<string, unknown>>;
  /** Left out by runs of a part of the pipeline, which leave work to do. May count the commit itself. */
  readonly processedSequence?: number;
  /** Gives the lease back, if the commit succeeds. */
  readonly release?: boolean;
}

/**
 * One person's data as a run needs it. Errors are SojournErrors: `run-in-progress`, `lease-lost`,
 * `commit-conflict`, `person-locked`, and whatever keeps the store from answering.
 */
export interface PersonStore {
  readonly person: PersonId;
  /**
   * Takes the lease.
   * @param mostRows usercache rows to read, about as many at most
   * @param resume the owner is a name for one piece of work: what an earlier try of it has left is taken over
   */
  begin(owner: string, seconds: number, mostRows: number, resume: boolean): Promise<RunBeginning>;
  renewLease(fence: number, seconds: number): Promise<void>;
  releaseLease(fence: number): Promise<void>;
  /** Visible long-term entries, in any order. */
  find(query: StoreQuery): Promise<readonly Entry[]>;
  /** Ids of all visible entries of some streams; nothing else of them is kept, so that there may be many. */
  ids(keys: readonly string[]): Promise<readonly Entry['_id'][]>;
  /** The entry of a stream with the greatest value of a field, up to a bound that is included. */
  last(key: string, field: TimeField, upTo: number | null): Promise<Entry | undefined>;
  profile(): Promise<Readonly<Record<string, unknown>>>;
  commit(change: RunCommit): Promise<{ readonly sequence: number }>;
}
