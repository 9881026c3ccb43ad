import type { Entry } from '../../entry.js';
import { type DiaryReader, idAt, listEntries } from './reader.js';

/** Which level of a diary, and which part of it. */
export interface TimelineQuery {
  readonly place: string;
  readonly trip: string;
  readonly untracked: string;
  /** Unix seconds, both included: places that were entered, trips and untracked times that began. */
  readonly start: number;
  readonly end: number;
  /** GeoJSON Polygon or MultiPolygon: location of places, start and end of trips lie within. */
  readonly region?: Readonly<Record<string, unknown>>;
}

/**
 * Places and what lies between them, alternating: from each place to what `starting_trip` names, and from there to what
 * `end_place` names. Where a link leads to nothing, it goes on with the next in time.
 */
export async function timelineOf(person: DiaryReader, query: TimelineQuery): Promise<Entry[]> {
  const { place, trip, untracked, start, end, region } = query;
  const near = (...fields: string[]) => (region ? { geo: { fields, region: { ...region } } } : {});
  const [places, moves] = await Promise.all([
    listEntries(person, {
      keys: [place],
      time: { field: 'data.enter_ts', start, end },
      ...near('data.location'),
    }),
    listEntries(person, {
      keys: [trip, untracked],
      time: { field: 'data.start_ts', start, end },
      ...near('data.start_loc', 'data.end_loc'),
    }),
  ]);
  return linked(places, moves);
}

function linked(places: readonly Entry[], moves: readonly Entry[]): Entry[] {
  const byId = new Map([...places, ...moves].map((entry) => [entry._id.$oid, entry]));
  const inTime = [...places, ...moves].sort((one, other) => timeOf(one) - timeOf(other));
  const listed: Entry[] = [];
  const seen = new Set<string>();
  let next: Entry | undefined;
  for (let begin = 0; ; ) {
    if (!next || seen.has(next._id.$oid)) {
      while (begin < inTime.length && seen.has(inTime[begin]!._id.$oid)) begin++;
      next = inTime[begin];
      if (!next) return listed;
    }
    listed.push(next);
    seen.add(next._id.$oid);
    next = byId.get(idAt(next, 'starting_trip') ?? idAt(next, 'end_place') ?? '');
  }
}

function timeOf({ data }: Entry): number {
  return (data.enter_ts ?? data.start_ts) as number;
}
