import { z } from 'zod';

/** Collection of documents, one a person by id, in which the pipeline says whose points it can make no trips of. */
export const UNUSED_POINTS = 'unused-points';

/** Why no trips are made of points of a person. */
export const unusedPointsShape = z.object({
  /** `collection-mode-unknown`: no point says how it was collected, and the settings do not either. */
  why: z.literal('collection-mode-unknown'),
  count: z.int().nonnegative(),
  /** Unix seconds. */
  since: z.number(),
});
export type UnusedPoints = z.output<typeof unusedPointsShape>;
