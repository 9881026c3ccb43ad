import type { Entry } from '@sojourn/datamodel';
import type { BrowserContext } from 'playwright-core';

/** A local date of the diary, and what the API has of it. */
export interface DiaryDay {
  readonly day: string;
  readonly trips: readonly { readonly id: string; readonly startTs: number; readonly endTs: number }[];
}

/** Metres beyond which a trip would make the map too wide to draw the others. */
const NEAR = 30_000;

/** The first day with several tracked trips, all of them nearby. @param unlabelled whether nobody has said anything about them */
export async function findLivelyDay(context: BrowserContext, { unlabelled = false } = {}): Promise<DiaryDay> {
  const days = new Map<string, Entry[]>();
  for (const trip of await compositeTrips(context)) {
    const day = String(trip.data.start_fmt_time).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), trip]);
  }
  for (const [day, trips] of days) {
    const nearby = trips.every(({ data }) => Number(data.distance) > 400 && Number(data.distance) < NEAR);
    const tracked = trips.every(({ metadata }) => metadata.origin_key === 'analysis/confirmed_trip');
    const isWanted =
      !unlabelled || trips.every(({ data }) => Object.keys(data.user_input as object).length === 0);
    if (trips.length >= 3 && nearby && tracked && isWanted) return { day, trips: trips.map(summary) };
  }
  throw new Error('no day has several trips nearby');
}

/** All composite trips of whoever the window is signed in as, in order of time. */
export async function compositeTrips(context: BrowserContext): Promise<Entry[]> {
  const answer = await context.request.post('/v2/entries/query', {
    data: { keys: ['analysis/composite_trip'], time: { field: 'data.start_ts' }, pageSize: 1000 },
  });
  return ((await answer.json()) as { entries: Entry[] }).entries;
}

function summary({ data }: Entry) {
  const { $oid } = data.confirmed_trip as { $oid: string };
  return { id: $oid, startTs: Number(data.start_ts), endTs: Number(data.end_ts) };
}
