import { type Entry, type PhoneEntry, SojournError } from '@sojourn/datamodel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import type { Place } from '../trips/index.js';
import { type OwnName, ownNameStream, ownNamesOf, renaming } from './own-name.js';

const ownNamesKey = ['own-place-names'] as const;
const none: OwnName[] = [];

/** The names that the person has given to places, whether or not a run has taken them in. */
export function useOwnNames(): readonly OwnName[] {
  const { data } = useQuery({
    queryKey: ownNamesKey,
    queryFn: async ({ signal }) => {
      const entries: (Entry | PhoneEntry)[] = [];
      const query = { keys: [ownNameStream], time: { field: 'metadata.write_ts' } };
      for await (const entry of api.findEntries(query, { signal })) entries.push(entry);
      return ownNamesOf(entries);
    },
  });
  return data ?? none;
}

/** Gives a place a name, another name, or with an empty text the one of its town. */
export function useNamePlace() {
  const queries = useQueryClient();
  const names = useOwnNames();
  return useMutation({
    mutationFn: async ({ place, text }: { place: Place; text: string }) => {
      const entries = renaming(place, text, { names, matchId: randomId(), now: Date.now() / 1000 });
      if (entries.length === 0) return;
      const { quarantined = [] } = await api.putUsercache(entries);
      const [bad] = quarantined;
      if (bad) throw new SojournError('request-invalid', { detail: bad.code });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ownNamesKey }),
  });
}

/** 32 hexadecimal digits. A page without TLS has no `randomUUID`. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
