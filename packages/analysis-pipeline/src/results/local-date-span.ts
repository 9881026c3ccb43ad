/** Components of a local calendar that a span may bound. */
export type LocalDateComponent = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'weekday';

export type LocalDateBounds = { readonly [Component in LocalDateComponent]?: number };

/**
 * Bounds of the components of a local date, each compared on its own: from the 28th to the 3rd means the days 28 to 31
 * and 1 to 3 of every month that the other bounds allow. Both sides bound the same components.
 */
export interface LocalDateSpan {
  readonly from: LocalDateBounds;
  readonly to: LocalDateBounds;
}

/** Whether a local date, as entries hold it, lies within a span. */
export function matchesLocalDates(localDate: unknown, { from, to }: LocalDateSpan): boolean {
  if (typeof localDate !== 'object' || localDate === null) return false;
  return Object.entries(from).every(([component, lower]) => {
    const upper = to[component as LocalDateComponent];
    const value = (localDate as { [component: string]: unknown })[component];
    if (!Number.isInteger(lower) || !Number.isInteger(upper)) return true;
    if (lower > upper!) return typeof value !== 'number' || value >= lower || value <= upper!;
    return typeof value === 'number' && value >= lower && value <= upper!;
  });
}
