import type { EntryData } from '@sojourn/datamodel';

/** When something was, in Unix seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Payload of a trip, an untracked period or a place. */
export type DiaryObject = EntryData;

/** The end of what has no end yet. */
export const endOfTime = 2_147_483_647;

/** When a trip, an untracked period or a place was; the first place has always been, the last one will always be. */
export function spanOf({ start_ts, enter_ts, end_ts, exit_ts }: DiaryObject): Span {
  return {
    start: numberOf(start_ts) ?? numberOf(enter_ts) ?? 0,
    end: numberOf(end_ts) ?? numberOf(exit_ts) ?? endOfTime,
  };
}

/** A number; undefined for what is absent or none. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}
