import type { PersonStorage } from '@sojourn/datamodel/http';
import type { PeopleColumn } from './search.js';

/** People in order of a column; those without a value in it come last, and equal ones in order of their id. */
export function sortPeople(
  people: readonly PersonStorage[],
  column: PeopleColumn,
  ascending: boolean,
): PersonStorage[] {
  const direction = ascending ? 1 : -1;
  return [...people].sort((one, other) => {
    const [a, b] = [one[column], other[column]];
    if (a === b) return compare(one.person, other.person);
    if (a === null) return 1;
    if (b === null) return -1;
    return direction * compare(a, b);
  });
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
