import type { Entry } from '@sojourn/datamodel';
import { countOf, type LocationPoints, locationPoints, rowsBetween } from '../../points/index.js';
import type { EntryMaker } from '../entry-maker.js';
import { filteredLocationKey } from '../stream-keys.js';
import type { EntryView } from '../working-set.js';
import { type Fix, fixOf } from './fix.js';
import { columnsOf } from './single-point.js';

/** What cleaning looks things up in. */
export interface Sources {
  readonly view: EntryView;
  readonly make: EntryMaker;
  /** The points of the run. */
  readonly points: LocationPoints;
  /** Members that any point of the run has. */
  columns(): ReadonlySet<string>;
  /** Ids of the points of a raw section that smoothing took out. */
  deletedIn(section: Entry): ReadonlySet<string>;
  /** The point at exactly some time, wherever it is stored. */
  pointAt(ts: number): Fix | undefined;
  /** How many points there are between two times, both included. */
  countPoints(start: number, end: number): number;
}

export function sourcesOf(
  view: EntryView,
  make: EntryMaker,
  points: LocationPoints,
  smoothings: readonly Entry[],
): Sources {
  const deleted = new Map<string, ReadonlySet<string>>();
  for (const { data } of smoothings) {
    const { section, deleted_points } = data as {
      section: { $oid: string };
      deleted_points: { $oid: string }[];
    };
    deleted.set(section.$oid, new Set(deleted_points.map(({ $oid }) => $oid)));
  }
  const none: ReadonlySet<string> = new Set();
  let columns: ReadonlySet<string> | undefined;
  return {
    view,
    make,
    points,
    columns() {
      columns ??= columnsOf(points.entries);
      return columns;
    },
    deletedIn: (section) => deleted.get(section._id.$oid) ?? none,
    pointAt(ts) {
      const rows = rowsBetween(points.ts, ts, ts);
      if (countOf(rows) > 0) return fixOf(points.entries[rows.first]!, rows.first);
      const [entry] = view.find(filteredLocationKey, { field: 'data.ts', start: ts, end: ts });
      return entry && fixOf(entry);
    },
    countPoints: (start, end) =>
      locationPoints(view.find(filteredLocationKey, { field: 'data.ts', start, end }), 'data.ts').count,
  };
}
