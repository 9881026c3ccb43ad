import { isSojournError } from '@sojourn/datamodel';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { forgetOfflineAnswers } from '../offline/index.js';

export const sessionKey = ['session'] as const;

type Me = Awaited<ReturnType<typeof api.me>>;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => untilLocked(state.data?.data?.expires ?? null),
  });
}

/** Asks who is signed in. */
export const sessionQuery = queryOptions<Me | null>({
  queryKey: sessionKey,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => {
    try {
      return await api.me({ signal });
    } catch (error) {
      if (isUnknownCaller(error)) return null;
      throw error;
    }
  },
});

/** Ways in and out. */
export function useDoor() {
  const queries = useQueryClient();
  return {
    async signIn(token: string): Promise<void> {
      await api.openSession(token);
      const me = await api.me();
      // A token that nobody has used yet becomes a person's with the first visit.
      if (me.person === null && me.role === 'participant') await api.createProfile();
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
    async signOut(): Promise<void> {
      await api.closeSession();
      forgetOfflineAnswers();
      queries.setQueryData(sessionKey, null);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    },
  };
}

/** Whether an error says that the caller is nobody the server knows. */
export function isUnknownCaller(error: unknown): boolean {
  return isSojournError(error) && (error.status === 401 || error.status === 403);
}

/** Longest wait that a timer of a browser can be set to, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Milliseconds until data locks itself, and a moment more; false where it does not. @param expires Unix seconds */
function untilLocked(expires: number | null): number | false {
  if (expires === null) return false;
  return Math.min(LONGEST_WAIT, Math.max(1_000, expires * 1000 - Date.now() + 500));
}
