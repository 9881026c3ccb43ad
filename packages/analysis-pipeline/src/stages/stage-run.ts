import { type Entry, isSojournError } from '@sojourn/datamodel';
import { createEntryMaker, type EntryMaker, type EntryMakerSource } from './entry-maker.js';
import { noRederivation, type Rederivation } from './rederivation.js';
import type {
  EntryNeed,
  FailedRow,
  RunScope,
  Stage,
  StageOutput,
  UnusedEntries,
  UsercacheRow,
} from './stage.js';
import {
  type StageName,
  type StageRange,
  type StageState,
  type StageStates,
  settlingSeconds,
  stageRange,
  stateAfterFailure,
  stateAfterSuccess,
  stateDerivingAnew,
} from './state.js';
import {
  continuedFrom,
  derivedStreams,
  furtherSupersededNeeds,
  RevisedView,
  reconcile,
  type Superseded,
  supersededNeeds,
  supersededOf,
} from './superseding/index.js';
import { noTransitStops, type TransitStopLookup } from './transit-stops.js';
import { WorkingSet } from './working-set.js';

/** Streams of how long each stage took, and of which failed. */
export const timeStatisticKey = 'stats/pipeline_time';
export const errorStatisticKey = 'stats/pipeline_error';

/** How one stage of a run went. */
export interface StageOutcome {
  readonly stage: StageName;
  /** `skipped`: nothing to do, no record left. */
  readonly status: 'done' | 'failed' | 'skipped';
  /** Entries that the stage looked at. */
  readonly entries: number;
  /** Milliseconds of processor time. */
  readonly cpuMs: number;
  /** Error code when the stage failed. */
  readonly code?: string;
  readonly unused?: UnusedEntries;
}

export interface StageRunInput extends EntryMakerSource {
  readonly settings: RunScope['settings'];
  readonly states: StageStates;
  /** Rows waiting in the usercache, in order of arrival. */
  readonly usercache: readonly UsercacheRow[];
  /** Processor time spent so far, in milliseconds. */
  readonly cpuTime?: () => number;
  /** Told about the error of a stage that failed. */
  readonly onFailure?: (stage: StageName, error: unknown) => void;
}

/**
 * The stages of one run of one person, in memory. Each stage sees what those before it made; the output of a stage that
 * fails is dropped, its mark stays, and the run goes on.
 */
export class StageRun {
  readonly view = new WorkingSet();
  readonly outcomes: StageOutcome[] = [];
  readonly drained: UsercacheRow[] = [];
  readonly failedRows: FailedRow[] = [];
  /** Usercache rows that lie in the future and wait for a later run. */
  readonly waitingRows: UsercacheRow[] = [];
  /** What is known of transit stops when the next stage runs. */
  transitStops: TransitStopLookup = noTransitStops;
  readonly #input: StageRunInput;
  readonly #states: { -readonly [Stage in keyof StageStates]: StageStates[Stage] };
  readonly #make: EntryMaker;
  /** Ids of entries that stages of this run have derived anew. */
  readonly #superseded = new Set<string>();
  readonly #timings: { readonly name: string; readonly cpuMs: number }[] = [];
  #moved: ReadonlyMap<Entry, UsercacheRow> = new Map();
  #rederivation: Rederivation = noRederivation;

  constructor(input: StageRunInput) {
    this.#input = input;
    this.#states = { ...input.states };
    this.#make = createEntryMaker(input);
  }

  /** Of the entries that were inserted, those that are drained rows in the common form, if nothing has changed them since. */
  get moved(): ReadonlyMap<Entry, UsercacheRow> {
    return this.#moved;
  }

  get rederivation(): Rederivation {
    return this.#rederivation;
  }

  /** Lets all stages after trip segmentation begin again where the raw chain does. */
  set rederivation(rederivation: Rederivation) {
    this.#rederivation = rederivation;
    if (rederivation.from === 'nowhere') return;
    for (const stage of derivedStreams.keys()) {
      const state = this.#states[stage];
      if (state !== undefined) this.#states[stage] = stateDerivingAnew(state, rederivation);
    }
  }

  /** What has to be read so that stages can derive anew; asked until it names nothing new. */
  supersededNeeds(): EntryNeed[] {
    return [...derivedStreams.keys()].flatMap((stage) => [
      ...supersededNeeds(stage, this.#rederivation),
      ...furtherSupersededNeeds(stage, this.#rederivation, this.view),
    ]);
  }

  /** Takes back what stages have derived from trips that are not any more, for those that take no part in the run. */
  retract(stages: readonly StageName[]): void {
    if (this.#rederivation.from === 'nowhere') return;
    for (const stage of derivedStreams.keys()) {
      if (!stages.includes(stage)) this.#retract(stage);
    }
  }

  /** The stage states as this run found them. */
  get initialStates(): StageStates {
    return this.#input.states;
  }

  /** Unix seconds at which the first of the waiting rows can be looked at; undefined when none waits. */
  get waitingUntil(): number | undefined {
    if (this.waitingRows.length === 0) return undefined;
    return (
      this.waitingRows.reduce(
        (earliest, { entry }) => Math.min(earliest, entry.metadata.write_ts),
        Number.POSITIVE_INFINITY,
      ) + settlingSeconds
    );
  }

  /** Takes note of how long work took that is no stage, but told of as one. @param cpuMs milliseconds of processor time */
  noteTime(name: string, cpuMs: number): void {
    this.#timings.push({ name, cpuMs });
  }

  /** How long each stage took, and which failed, as entries of the person's own streams. */
  statistics(): Entry[] {
    const create = (key: string, name: string, reading: number | null): Entry =>
      this.#make.create(key, { name, ts: this.#input.now, reading }, 'UTC');
    const ofStages = this.outcomes.flatMap(({ stage, status, cpuMs }) => {
      if (status === 'skipped') return [];
      return status === 'failed'
        ? [create(errorStatisticKey, stage, null)]
        : [create(timeStatisticKey, stage, cpuMs / 1000)];
    });
    return [
      ...ofStages,
      ...this.#timings.map(({ name, cpuMs }) => create(timeStatisticKey, name, cpuMs / 1000)),
    ];
  }

  /** The stage states as this run leaves them. */
  get states(): StageStates {
    return this.#states;
  }

  /** What stages may know before their entries are read. */
  get scope(): RunScope {
    const { person, settings, now } = this.#input;
    return { person, settings, now, states: this.#states, rederivation: this.rederivation };
  }

  /** Runs one stage on the working set. */
  execute(stage: Stage): StageOutcome {
    const { usercache, cpuTime = () => 0, now, onFailure } = this.#input;
    const state = this.#states[stage.name];
    const range = stageRange(state, now);
    const started = cpuTime();
    let outcome: Omit<StageOutcome, 'cpuMs'>;
    const superseded = this.#supersededBy(stage.name);
    try {
      const view = superseded === undefined ? this.view : new RevisedView(this.view, superseded);
      const output = stage.run({
        ...this.scope,
        range,
        view,
        usercache,
        make: this.#make,
        transitStops: this.transitStops,
      });
      if (output === undefined) {
        outcome = { stage: stage.name, status: 'skipped', entries: 0 };
      } else {
        this.#accept(superseded === undefined ? output : this.#reconciled(output, superseded));
        this.#states[stage.name] = this.#markOf(output, state, range);
        const { entries, unused } = output;
        outcome = { stage: stage.name, status: 'done', entries, ...(unused && { unused }) };
      }
    } catch (error) {
      this.#states[stage.name] = stateAfterFailure(state);
      if (superseded !== undefined) this.#retract(stage.name);
      onFailure?.(stage.name, error);
      const code = isSojournError(error) ? error.code : 'internal';
      outcome = { stage: stage.name, status: 'failed', entries: 0, code };
    }
    const timed = { ...outcome, cpuMs: cpuTime() - started };
    this.outcomes.push(timed);
    return timed;
  }

  /** What a stage derives anew; undefined when the stage goes on where it was. */
  #supersededBy(stage: StageName): Superseded | undefined {
    if (this.#rederivation.from === 'nowhere' || !derivedStreams.has(stage)) return undefined;
    const superseded = supersededOf(stage, this.#rederivation, this.view, this.#superseded);
    for (const { _id } of superseded.hidden) this.#superseded.add(_id.$oid);
    return superseded;
  }

  #reconciled(output: StageOutput, { hidden, reopened }: Superseded): StageOutput {
    const storedForm = ({ _id, metadata }: Entry) => this.view.get(metadata.key, _id.$oid);
    const replace = continuedFrom(reopened, output.replace ?? [], storedForm);
    const { insert, ...changes } = reconcile(hidden, { ...output, replace }, storedForm);
    return { ...output, insert, ...changes, remove: [...(output.remove ?? []), ...changes.remove] };
  }

  #retract(stage: StageName): void {
    const { hidden, reopened } = supersededOf(stage, this.#rederivation, this.view, this.#superseded);
    for (const { _id } of hidden) this.#superseded.add(_id.$oid);
    this.view.apply({ replace: reopened, remove: hidden });
  }

  #accept(output: StageOutput): void {
    this.view.apply(output);
    for (const row of output.drain ?? []) this.drained.push(row);
    if (output.moved !== undefined)
      this.#moved = this.#moved.size === 0 ? output.moved : new Map([...this.#moved, ...output.moved]);
    for (const row of output.failed ?? []) this.failedRows.push(row);
    for (const row of output.waiting ?? []) this.waitingRows.push(row);
  }

  #markOf(output: StageOutput, state: StageState | undefined, range: StageRange): StageState {
    const next = stateAfterSuccess(state, range, output.processedUpTo);
    return output.restartAt === undefined ? next : { ...next, last_processed_ts: output.restartAt };
  }
}
