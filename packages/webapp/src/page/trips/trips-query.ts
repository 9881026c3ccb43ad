import { keepPreviousData, type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { addDays, type DayRange, rangeAround, type Span, secondsAround } from '../format/index.js';
import { tripsWithin } from './timeline.js';
import { compositeTrips, readTrip, type Trip, tripSummaries } from './trip.js';

const PAGE = { day: 100, week: 100, month: 100, year: 1000 } as const;

/** The trips of some days. A year comes without tracks: they would be a hundred times as much. */
export function useTrips(range: DayRange | undefined, span: Span) {
  return useQuery({
    ...tripsQuery(range, span),
    enabled: range !== undefined,
    placeholderData: keepPreviousData,
  });
}

function tripsQuery(range: DayRange | undefined, span: Span) {
  return queryOptions({
    queryKey: ['trips', span === 'year' ? 'summaries' : 'whole', range],
    queryFn: ({ signal }) => fetchTrips(range!, span, signal),
  });
}

/** Begins to fetch what the diary shows first, so that it arrives while the page is still being built. */
export async function fetchAhead(queries: QueryClient, day: string | undefined, span: Span): Promise<void> {
  const latest = queries.fetchQuery(latestDayQuery);
  const first = day ?? (await latest);
  if (first !== null) await queries.prefetchQuery(tripsQuery(rangeAround(first, span), span));
}

async function fetchTrips(range: DayRange, span: Span, signal: AbortSignal): Promise<Trip[]> {
  const trips: Trip[] = [];
  const query = {
    keys: span === 'year' ? tripSummaries : compositeTrips,
    time: { field: 'data.start_ts', ...secondsAround(range) },
    pageSize: PAGE[span],
  };
  for await (const page of api.findEntryPages(query, { signal })) {
    trips.push(...page.flatMap((entry) => readTrip(entry) ?? []));
  }
  return tripsWithin(trips, range);
}

/** The local date of the latest trip; null when there is none. */
export function useLatestDay() {
  return useQuery(latestDayQuery);
}

const latestDayQuery = queryOptions({
  queryKey: ['latest-day'],
  queryFn: async ({ signal }) => {
    const query = {
      keys: tripSummaries,
      time: { field: 'data.start_ts' },
      descending: true,
      pageSize: 1,
    };
    for await (const entry of api.findEntries(query, { signal })) return readTrip(entry)?.start.day ?? null;
    return null;
  },
});

/** Weeks of travel that are shown faintly behind the trips. */
const TRAIL_DAYS = 60;

/** Where the person has been in the weeks before, and including, a day. */
export function useTrails(day: string | undefined) {
  return useQuery({
    queryKey: ['trails', day?.slice(0, 7)],
    enabled: day !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => {
      const { last } = rangeAround(day!, 'month');
      return api.heatmap(secondsAround({ first: addDays(last, -TRAIL_DAYS), last }), { signal });
    },
  });
}
