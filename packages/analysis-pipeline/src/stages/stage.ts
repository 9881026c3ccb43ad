import type { Entry, PersonId } from '@sojourn/datamodel';
import type { Settings } from '../settings/index.js';
import type { EntryMaker } from './entry-maker.js';
import type { TimeField, TimeRange } from './entry-order.js';
import type { Rederivation } from './rederivation.js';
import type { StageName, StageRange, StageStates } from './state.js';
import type { BoundingBox, TransitStopLookup } from './transit-stops.js';
import type { EntryChanges, EntryView } from './working-set.js';

/** A phone entry that waits in the usercache. */
export interface UsercacheRow {
  /** Sequence in which the store received it. */
  readonly arrival: number;
  readonly entry: Entry;
}

/** A phone entry that could not be converted, and why. */
export interface FailedRow {
  readonly entry: Entry;
  readonly code: string;
  readonly path: string | undefined;
}

/** What is known before the streams are read; it decides what has to be read. */
export interface RunScope {
  readonly person: PersonId;
  readonly settings: Settings;
  readonly states: StageStates;
  /** Unix seconds. */
  readonly now: number;
  readonly rederivation: Rederivation;
}

/**
 * What a stage reads: a range of a stream, the place of a stream that nobody has left yet, or the entry of a stream
 * with the greatest time.
 */
export type EntryNeed =
  | { readonly key: string; readonly range: TimeRange }
  | { readonly key: string; readonly openPlace: true }
  | { readonly key: string; readonly newest: TimeField };

/** Everything that a stage works on. It has no clock, no random source and no store of its own. */
export interface StageInput extends RunScope {
  readonly range: StageRange;
  readonly view: EntryView;
  /** Rows waiting in the usercache, in order of arrival. */
  readonly usercache: readonly UsercacheRow[];
  readonly make: EntryMaker;
  /** Transit stops in the boxes that the stage has asked for. */
  readonly transitStops: TransitStopLookup;
}

/** Entries that a stage cannot make anything of as things are. They stay as they are. */
export interface UnusedEntries {
  readonly code: 'collection-mode-unknown';
  readonly entries: number;
}

/** What a stage made. Nothing of it is kept when the stage throws. */
export interface StageOutput extends EntryChanges {
  /** Value of the last item processed, in the stage's time field; null when nothing was. */
  readonly processedUpTo: number | null;
  /** Where the next run has to begin after all, when a derivation anew found nothing; wins over `processedUpTo`. */
  readonly restartAt?: number | null;
  /** How many entries the stage looked at. */
  readonly entries: number;
  readonly unused?: UnusedEntries;
  /** Usercache rows that are done with. */
  readonly drain?: readonly UsercacheRow[];
  /** Of the inserted entries, those that are what `toCommonForm` makes of a drained row without being told anything. */
  readonly moved?: ReadonlyMap<Entry, UsercacheRow>;
  /** Usercache rows that could not be converted; they are done with, too. */
  readonly failed?: readonly FailedRow[];
  /** Usercache rows that still lie in the future. */
  readonly waiting?: readonly UsercacheRow[];
}

/**
 * One step of the diary: a pure function from what is known about a person to what is added. A stage that has
 * nothing to do and should leave no record answers undefined.
 */
export interface Stage {
  readonly name: StageName;
  /** What the stage reads, for the runner to fetch in one go before any stage runs. */
  needs(scope: RunScope): readonly EntryNeed[];
  /**
   * What the stage reads besides, as what has been read so far shows it; asked again until it names nothing new. A
   * range that has been read already costs nothing.
   */
  furtherNeeds?(scope: RunScope, view: EntryView): readonly EntryNeed[];
  /** Boxes in which the stage wants to know the transit stops; asked when the stages before it have run. */
  transitBoxes?(scope: RunScope, view: EntryView): readonly BoundingBox[];
  run(input: StageInput): StageOutput | undefined;
}
