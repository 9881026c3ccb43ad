import { SojournError } from '@sojourn/datamodel';
import {
  type Layout,
  type LeafType,
  objectIdPattern,
  type RowColumns,
  readLayout,
} from '@sojourn/datamodel/wire';
import type { UsercachePlace } from '../../timeseries/index.js';

/**
 * Rows of the usercache that came as columns: there are as many as a run has entries, too many to have each looked at as
 * whatever a body may hold.
 * @param list name of the member that they came as
 * @throws SojournError `request-invalid`
 */
export function placesOf(rows: RowColumns, list: string): UsercachePlace[] {
  const places = new Array<UsercachePlace>(rows.count);
  for (const { structure, columns, positions } of rows.groups) {
    const { layout } = readLayout(JSON.parse(structure));
    const ids = columns[columnOf(layout, 'id', 's')] as ArrayLike<string> | undefined;
    const arrivals = columns[columnOf(layout, 'arrival', 'n')] as ArrayLike<number> | undefined;
    if (ids === undefined || arrivals === undefined) throw invalid(list);
    for (const [row, position] of positions.entries()) {
      const id = ids[row]!;
      const arrival = arrivals[row]!;
      if (!objectIdPattern.test(id) || !Number.isSafeInteger(arrival) || arrival < 0) throw invalid(list);
      places[position] = { id, arrival };
    }
  }
  return places;
}

/** The column that a member of rows stands in, -1 where they have none of that type. */
function columnOf(layout: Layout, name: string, type: LeafType): number {
  if (layout.is !== 'object') return -1;
  const member = layout.members.find(([known]) => known === name)?.[1];
  return member?.is === 'leaf' && member.type === type ? member.column : -1;
}

function invalid(list: string): SojournError {
  return new SojournError('request-invalid', { errors: [{ path: list, code: 'invalid' }] });
}
