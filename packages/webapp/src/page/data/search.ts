import { isDay } from '../format/index.js';

/** Which days the page offers to download. */
export interface DataSearch {
  readonly from?: string;
  readonly to?: string;
}

export function readDataSearch({ from, to }: Record<string, unknown>): DataSearch {
  return { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
}
