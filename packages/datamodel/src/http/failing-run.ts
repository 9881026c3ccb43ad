import { z } from 'zod';

/** Collection of documents, one a person by id, in which the pipeline says whose run fails. */
export const FAILING_RUNS = 'failing-runs';

/** What the pipeline knows of a person whose run fails: nothing of what the person did. Times are Unix seconds. */
export const failingRunShape = z.object({
  /** When it failed first, without a success since. */
  since: z.number(),
  /** How often it has failed since. */
  failures: z.int().positive(),
  lastTry: z.number(),
  /** When it is tried again without anybody asking. */
  nextTry: z.number(),
  /** The person's sequence at the last try: new data is tried at once. */
  sequence: z.int().nonnegative(),
  /** Why the run as a whole failed; null when only stages did. */
  code: z.string().nullable(),
  /** Those that failed at the last try, each with the time since when it has. */
  stages: z.array(z.object({ stage: z.string(), code: z.string(), since: z.number() })),
  /** The software that failed; another one is tried at once. */
  software: z.string(),
});
export type FailingRun = z.output<typeof failingRunShape>;
