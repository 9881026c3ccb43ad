import { type PersonId, SojournError } from '@sojourn/datamodel';
import type { Role } from '@sojourn/datamodel/http';
import { checkOpcode, isSuspended, type Study } from '../deployment/index.js';
import type { Directory } from '../timeseries/index.js';
import type { TokenRule } from './auth-mode.js';
import type { RateLimiter } from './rate-limit.js';
import type { Sessions } from './session.js';
import type { PresentedToken } from './token.js';

/** Somebody with a good token. */
export interface Caller {
  readonly token: string;
  readonly role: Role;
  /** The person behind the token; null until it is registered. */
  readonly person: PersonId | null;
  /** The study has suspended the token's subgroup: uploads are kept apart. */
  readonly suspended: boolean;
}

/** Finds out who is asking. */
export interface Callers {
  /**
   * @throws SojournError `token-invalid`, `subgroup-invalid`, `session-invalid`, or `rate-limited` when the
   *   person behind the token asks too often
   */
  identify(presented: PresentedToken): Promise<Caller>;
}

export interface CallersOptions {
  readonly directory: Pick<Directory, 'resolve'>;
  /** Judges tokens that are not on the list. */
  readonly accepts: TokenRule;
  readonly study: Study | undefined;
  readonly sessions: Sessions;
  readonly rate: RateLimiter;
}

export function createCallers(options: CallersOptions): Callers {
  const { directory, accepts, study, sessions, rate } = options;

  const tokenIn = async (presented: PresentedToken): Promise<string> => {
    if ('token' in presented) return presented.token;
    const token = await sessions.open(presented.session);
    if (token === undefined) throw new SojournError('session-invalid');
    return token;
  };

  return {
    async identify(presented) {
      const token = await tokenIn(presented);
      const record = await directory.resolve(token);
      if (record?.listed !== true && !accepts(token)) throw new SojournError('token-invalid');
      const role = record?.role ?? 'participant';
      // Researchers and operators belong to the project, not to a study's subgroup.
      const refusal = role === 'participant' ? checkOpcode(study, token) : undefined;
      if (refusal) throw new SojournError('subgroup-invalid', { detail: refusal.reason });
      const person = record?.person ?? null;
      const wait = person === null ? undefined : rate.take(person);
      if (wait !== undefined) throw new SojournError('rate-limited', { retryAfter: wait });
      return { token, role, person, suspended: isSuspended(study, token) };
    },
  };
}
