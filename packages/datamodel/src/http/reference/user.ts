import { z } from 'zod';

/**
 * What every request of the reference's API carries: the token as `user`. It is optional because clients of
 * ours may send it as a bearer token instead; without either the answer is an error.
 */
export const userShape = z.looseObject({
  user: z.string().min(1).max(4096).optional().meta({ description: 'The token of the caller' }),
});
