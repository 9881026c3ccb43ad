import type { Entry } from '@sojourn/datamodel';
import { createSettings } from '../settings/index.js';
import {
  noTransitStops,
  type Rederivation,
  type Stage,
  type StageOutcome,
  StageRun,
  type StageStates,
  type UsercacheRow,
} from '../stages/index.js';

export const testPerson = '00000000000040008000000000000001';
/** Long after every recorded day. */
export const testNow = 1_800_000_000;

/** One person's entries and stage states in memory, for tests of stages alone: no store, no lease, no reading plan. */
export class TestDiary {
  entries = new Map<string, Entry>();
  usercache: UsercacheRow[] = [];
  states: StageStates = {};
  transitStops = noTransitStops;
  #ids = 0;
  #now = testNow;

  /** Stores entries in server form, each in place of the one with its id. */
  load(entries: Iterable<Entry>): this {
    for (const entry of entries)
      this.entries.set(entry._id.$oid, { ...entry, user_id: { $uuid: testPerson } });
    return this;
  }

  /** Runs stages and keeps what they made. */
  run(
    stages: readonly Stage[],
    settings: Record<string, unknown> = {},
    rederivation?: Rederivation,
  ): readonly StageOutcome[] {
    this.#now += 3600;
    const run = new StageRun({
      person: testPerson,
      now: this.#now,
      settings: createSettings(settings),
      states: this.states,
      usercache: this.usercache,
      createId: () => `f${(++this.#ids).toString(16).padStart(23, '0')}`,
      onFailure: (_, error) => {
        throw error;
      },
    });
    run.view.load(this.entries.values());
    run.transitStops = this.transitStops;
    if (rederivation !== undefined) run.rederivation = rederivation;
    for (const stage of stages) run.execute(stage);
    const { insert, replace, remove, invalidate } = run.view.netChanges();
    for (const entry of [...insert, ...replace, ...invalidate]) this.entries.set(entry._id.$oid, entry);
    for (const entry of remove) this.entries.delete(entry._id.$oid);
    const drained = new Set(run.drained);
    this.usercache = this.usercache.filter((row) => !drained.has(row));
    this.states = run.states;
    return run.outcomes;
  }

  /** Entries of a stream by write time, then id. */
  stream(key: string): Entry[] {
    return [...this.entries.values()]
      .filter(({ metadata, ...entry }) => metadata.key === key && !('invalid' in entry))
      .sort(
        (left, right) =>
          left.metadata.write_ts - right.metadata.write_ts || (left._id.$oid < right._id.$oid ? -1 : 1),
      );
  }

  /** Raw trips and untracked periods in order of their start. */
  travel(): Entry[] {
    return [...this.stream('segmentation/raw_trip'), ...this.stream('segmentation/raw_untracked')].sort(
      (left, right) => (left.data.start_ts as number) - (right.data.start_ts as number),
    );
  }

  /** Raw places in the order in which the chain visits them, from the first on. */
  chain(): Entry[] {
    const places = new Map(this.stream('segmentation/raw_place').map((place) => [place._id.$oid, place]));
    const travel = new Map(this.travel().map((trip) => [trip._id.$oid, trip]));
    const visited: Entry[] = [];
    let place = [...places.values()].find(({ data }) => data.enter_ts === undefined);
    while (place !== undefined) {
      visited.push(place);
      const trip = travel.get((place.data.starting_trip as { $oid: string } | undefined)?.$oid ?? '');
      if (trip === undefined) break;
      visited.push(trip);
      place = places.get((trip.data.end_place as { $oid: string }).$oid);
    }
    return visited;
  }
}
