import { isSojournError } from '@sojourn/datamodel';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { forgetOfflineAnswers } from '../offline/index.js';

export const sessionKey = ['session'] as const;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
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
}

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
