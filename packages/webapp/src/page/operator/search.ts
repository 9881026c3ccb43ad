/** How far back timings are looked at. */
export const periods = ['day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

/** Columns by which the list of people can be sorted. */
export const peopleColumns = ['person', 'entries', 'bytes', 'first', 'last'] as const;
export type PeopleColumn = (typeof peopleColumns)[number];

/** What the page shows, as its address says it. */
export interface OperatorSearch {
  /** Default: week. */
  readonly period?: Period;
  /** Default: bytes. */
  readonly sort?: PeopleColumn;
  /** The smallest first; default the largest. */
  readonly ascending?: true;
  /** All settings instead of those that somebody set. */
  readonly all?: true;
}

export function readOperatorSearch({
  period,
  sort,
  ascending,
  all,
}: Record<string, unknown>): OperatorSearch {
  return {
    ...(periods.includes(period as Period) ? { period: period as Period } : {}),
    ...(peopleColumns.includes(sort as PeopleColumn) ? { sort: sort as PeopleColumn } : {}),
    ...(ascending === true ? { ascending } : {}),
    ...(all === true ? { all } : {}),
  };
}
