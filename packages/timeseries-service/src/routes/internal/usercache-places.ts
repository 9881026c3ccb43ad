import { SojournError } from '@sojourn/datamodel';
import { entryIdPattern } from '@sojourn/datamodel/http';
import { type LeafType, type RowColumns, type RowGroup, readLayout } from '@sojourn/datamodel/wire';

/** A row of the usercache as a commit names it. */
interface UsercachePlace {
  readonly id: string;
  readonly arrival: number;
}

/**
 * Rows of the usercache that came as columns: there are as many as a run has entries, too many to have each looked at as
 * whatever a body may hold.
 * @param list name of the member that they came as
 * @throws SojournError `request-invalid`
 */
export function placesOf(rows: RowColumns, list: string): UsercachePlace[] {
  const places = new Array<UsercachePlace>(rows.count);
  for (const group of rows.groups) {
    const ids = columnOf(group, 'id', 's') as ArrayLike<string> | undefined;
    const arrivals = columnOf(group, 'arrival', 'n') as ArrayLike<number> | undefined;
    if (ids === undefined || arrivals === undefined) throw invalid(list);
    for (const [row, position] of group.positions.entries()) {
      const id = ids[row]!;
      const arrival = arrivals[row]!;
      if (!entryIdPattern.test(id) || !Number.isSafeInteger(arrival) || arrival < 0) throw invalid(list);
      places[position] = { id, arrival };
    }
  }
  return places;
}

/** The column of a member, undefined where the rows have none of that type. */
function columnOf(
  { structure, columns }: RowGroup,
  name: string,
  type: LeafType,
): ArrayLike<unknown> | undefined {
  const { layout } = readLayout(JSON.parse(structure));
  if (layout.is !== 'object') return undefined;
  const member = layout.members.find(([known]) => known === name)?.[1];
  return member?.is === 'leaf' && member.type === type ? columns[member.column] : undefined;
}

function invalid(list: string): SojournError {
  return new SojournError('request-invalid', { errors: [{ path: list, code: 'invalid' }] });
}
