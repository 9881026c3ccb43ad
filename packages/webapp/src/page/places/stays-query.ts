import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/index.js';
import { type Place, readPlace } from '../trips/index.js';
import { homeOf } from './habits.js';

const HABIT_DAYS = 60;
const DAY = 86_400;
const PAGE = 2_000;

/** The stays of the last weeks with data, from which habits can be told. */
export function useHome() {
  const { data: stays } = useQuery({
    queryKey: ['stays', 'habits'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { end_ts: end } = await api.pipelineRange({ signal });
      return end === null ? [] : fetchStays(end - HABIT_DAYS * DAY, signal);
    },
  });
  return useMemo(() => stays && homeOf(stays), [stays]);
}

/** Every stay of the diary in order of time, to be searched. */
export function useAllStays(isWanted: boolean) {
  return useQuery({
    queryKey: ['stays', 'all'],
    enabled: isWanted,
    queryFn: ({ signal }) => fetchStays(null, signal),
  });
}

async function fetchStays(start: number | null, signal: AbortSignal): Promise<Place[]> {
  const stays: Place[] = [];
  const query = {
    keys: ['analysis/confirmed_place'],
    time: { field: 'data.enter_ts', start },
    pageSize: PAGE,
  };
  for await (const page of api.findEntryPages(query, { signal })) {
    stays.push(...page.flatMap((entry) => readPlace(entry) ?? []));
  }
  return stays;
}
