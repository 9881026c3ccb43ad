import { SojournError } from '@sojourn/datamodel';
import { createClient } from '@sojourn/datamodel/client';
import type { Connection } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import type { JobCaller } from '../jobs/index.js';
import { presentedBy } from './presented.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks for jobs; null on all other routes. */
    jobCaller: JobCaller | null;
  }
}

/**
 * Finds out who is asking by asking the timeseries service with the caller's own token or session: it alone knows
 * tokens.
 * @throws SojournError `token-missing`, `token-invalid`, `session-invalid`, …
 */
export async function identify(request: FastifyRequest, timeseries: Connection): Promise<JobCaller> {
  const presented = presentedBy({ body: undefined, headers: request.headers }, timeseries.fetch);
  if (presented === undefined) throw new SojournError('token-missing');
  const { role, person } = await createClient({ ...timeseries, ...presented }).me();
  return { role, person };
}

/** Who is asking. Only for routes that `identify` stands before. */
export function jobCallerOf({ jobCaller }: FastifyRequest): JobCaller {
  if (jobCaller === null) throw new SojournError('token-missing');
  return jobCaller;
}
