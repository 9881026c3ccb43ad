import { SojournError } from '@sojourn/datamodel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { type DayRange, secondsAround } from '../format/index.js';
import type { LabelKind, Trip } from '../trips/index.js';
import { customKinds } from './label-options.js';
import { labelEntry, labelStreams, readSaid, type Said } from './said.js';

const saidKey = (range: DayRange | undefined) => ['said', range] as const;
const customKey = ['custom-labels'] as const;

/** What was said about the trips of some days, processed or not. */
export function useSaid(range: DayRange | undefined) {
  return useQuery({
    queryKey: saidKey(range),
    enabled: range !== undefined,
    queryFn: async ({ signal }) => {
      const said: Said[] = [];
      const query = { keys: labelStreams, time: { field: 'data.start_ts', ...secondsAround(range!) } };
      for await (const entry of api.findEntries(query, { signal })) {
        const one = readSaid(entry);
        if (one) said.push(one);
      }
      return said;
    },
  });
}

interface Labelling {
  readonly trip: Trip;
  readonly kind: LabelKind;
  readonly value: string;
}

/** Stores a label; it is shown at once, and taken back when it could not be stored. */
export function useSetLabel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ trip, kind, value }: Labelling) => {
      const { quarantined = [] } = await api.putUsercache([labelEntry(trip, kind, value, Date.now() / 1000)]);
      const [bad] = quarantined;
      if (bad) throw new SojournError('request-invalid', { detail: bad.code });
    },
    onMutate: async ({ trip, kind, value }) => {
      await queries.cancelQueries({ queryKey: ['said'] });
      const before = queries.getQueriesData<Said[]>({ queryKey: ['said'] });
      const said = { kind, value, startTs: trip.start.ts, endTs: trip.end.ts, writtenTs: Date.now() / 1000 };
      queries.setQueriesData<Said[]>({ queryKey: ['said'] }, (known) => known && [...known, said]);
      return { before };
    },
    onError: (_error, _label, context) => {
      for (const [key, said] of context?.before ?? []) queries.setQueryData(key, said);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['said'] }),
  });
}

/** Labels that the person added themselves, by kind. */
export function useCustomLabels() {
  return useQuery({
    queryKey: customKey,
    queryFn: ({ signal }) => api.customLabels(Object.values(customKinds), { signal }),
  });
}

/** Adds a label of the person's own to choose from. */
export function useAddCustomLabel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, value }: { kind: keyof typeof customKinds; value: string }) =>
      api.insertCustomLabel(customKinds[kind], value),
    onSettled: () => queries.invalidateQueries({ queryKey: customKey }),
  });
}
