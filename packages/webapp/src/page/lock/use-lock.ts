import { isSojournError } from '@sojourn/datamodel';
import type { Unlock } from '@sojourn/datamodel/http';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { forgetOfflineAnswers } from '../offline/index.js';
import { sessionKey } from '../session/index.js';

/** Opening and closing the diary of somebody who alone holds its key. */
export function useLock() {
  const queries = useQueryClient();
  return {
    /** The secret goes to the server and nowhere else. */
    async unlock(secret: Unlock): Promise<void> {
      await api.unlock(secret);
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
    async lock(): Promise<void> {
      await api.lock();
      // What was read while it was open must not stay behind, on the page or on the device.
      forgetOfflineAnswers();
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
  };
}

/** Whether an error says that the caller's data is locked. */
export function isLocked(error: unknown): boolean {
  return isSojournError(error) && error.code === 'person-locked';
}
