import { z } from 'zod';
import { personIdShape } from './identifiers.js';
import { roles } from './route.js';

export const roleShape = z.enum(roles);

/** What is kept about a token. The token itself is shown once, when it is made. */
export const tokenSummaryShape = z.object({
  id: z.string(),
  role: roleShape,
  /** Whatever helps the operator to know it again. */
  label: z.string(),
  /** Unix seconds. */
  created: z.number(),
  /** Who registered with it; null when nobody has yet. */
  person: personIdShape.nullable(),
});
export type TokenSummary = z.output<typeof tokenSummaryShape>;

/** Which tokens to make: so many random ones, or exactly the given ones (to move from another server). */
export const tokenRequestShape = z.object({
  role: roleShape.optional().meta({ description: 'Default participant' }),
  label: z.string().max(256).optional(),
  /** Whose data the tokens open; default: a new person once somebody registers. */
  person: personIdShape.optional(),
  count: z.int().min(1).max(10_000).optional(),
  /** Text before the random part, such as `nrelop_study_subgroup_`. */
  prefix: z
    .string()
    .max(256)
    .regex(/^[\w.-]*$/)
    .optional(),
  tokens: z.array(z.string().min(1).max(1024)).min(1).max(10_000).optional(),
});

/** A new token, in clear for the only time. */
export const madeTokenShape = z.object({ id: z.string(), token: z.string(), role: roleShape });
export const madeTokensShape = z.object({ tokens: z.array(madeTokenShape) });
export const tokenListShape = z.object({ tokens: z.array(tokenSummaryShape) });
export const tokenIdParams = z.object({ tokenId: z.string().min(1).max(256) });
