import { SojournError } from '@sojourn/datamodel';
import type { ColumnBlock } from '../../block/index.js';
import type { LocalDateComponents } from '../query.js';

/** One component of a local date that entries are chosen by. */
export interface ComponentFilter {
  /** Dotted path of the component. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

interface LocalDateQuery {
  readonly field: string;
  readonly from: LocalDateComponents;
  readonly to: LocalDateComponents;
}

/**
 * The filters that a pair of local dates stands for, one for every component that is an integer on both sides.
 * @throws SojournError `request-invalid` when the two do not name the same components in the same order
 */
export function componentFilters({ field, from, to }: LocalDateQuery): ComponentFilter[] {
  const names = Object.keys(from);
  if (names.join('\0') !== Object.keys(to).join('\0')) {
    throw new SojournError('request-invalid', {
      detail: 'both local dates must have the same members',
      errors: [{ path: 'localDate', code: 'invalid' }],
    });
  }
  return names
    .filter((name) => Number.isInteger(from[name]) && Number.isInteger(to[name]))
    .map((name) => ({ path: `${field}.${name}`, from: from[name] as number, to: to[name] as number }));
}

/** Years that can match, when the components say so. */
export function yearsOf({
  from,
  to,
}: Omit<LocalDateQuery, 'field'>): { from: number; to: number } | undefined {
  const years = { from: from.year as number, to: to.year as number };
  const usable = Number.isInteger(years.from) && Number.isInteger(years.to) && years.from <= years.to;
  return usable && years.from >= 1000 && years.to <= 9999 ? years : undefined;
}

/** Clears the mark of every row that a filter does not let through. */
export function applyFilter(filter: ComponentFilter, block: ColumnBlock, marks: Uint8Array): void {
  const { from, to } = filter;
  const values = block.numbers(filter.path);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    // A filter that rolls over excludes only what lies between its ends; a missing component does not.
    const passes = from <= to ? value >= from && value <= to : !(value > to && value < from);
    if (!passes) marks[row] = 0;
  }
}
