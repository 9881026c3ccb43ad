import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { problemShape } from '../problem.js';
import { defineRoute } from '../route.js';

/** What a backup has come to. */
export const backupShape = z.object({
  /** Name of the snapshot in its folder. */
  snapshot: z.string(),
  people: z.int().nonnegative(),
  blocks: z.int().nonnegative(),
  /** Blocks that no earlier snapshot of the folder holds, and their bytes. */
  newBlocks: z.int().nonnegative(),
  newBytes: z.int().nonnegative(),
});
export type Backup = z.output<typeof backupShape>;

/** Answered line by line: how far it is, and at the end `done`, or the problem that ended it. */
export const takeBackup = defineRoute({
  id: 'takeBackup',
  surface: 'internal',
  method: 'POST',
  path: '/v1/backups',
  summary: 'Add a snapshot of everything, sealed as it is, to a folder that the service can write to',
  caller: 'store:write',
  idempotent: false,
  body: z.object({
    folder: z
      .string()
      .min(1)
      .max(4096)
      .meta({ description: 'Absolute path, as the service sees it; made when absent' }),
  }),
  responseLine: z.union([
    z.object({ progress: backupShape }),
    z.object({ done: backupShape }),
    z.object({ problem: problemShape }),
  ]),
});

/** What a check of one person's data has found; nothing of the content. */
export const personFindingsShape = z.object({
  person: personIdShape,
  blocks: z.int().nonnegative(),
  entries: z.int().nonnegative(),
  /** Nobody but the person holds the key, so that blocks could not be opened. */
  locked: z.boolean(),
  damage: z.array(
    z.object({
      code: z.string(),
      block: z.string().optional(),
      store: z.string().optional(),
      keys: z.array(z.string()).optional(),
    }),
  ),
});
export type PersonFindings = z.output<typeof personFindingsShape>;

/** Answered line by line, a line a person, whole or damaged; then `done`, or the problem that ended it. */
export const verifyStore = defineRoute({
  id: 'verifyStore',
  surface: 'internal',
  method: 'POST',
  path: '/v1/verify',
  summary: 'Open every block of everybody, or of one person, and say what is damaged',
  caller: 'store:read',
  idempotent: true,
  body: z.object({ person: personIdShape.optional() }),
  responseLine: z.union([
    z.object({ findings: personFindingsShape }),
    z.object({ done: z.object({ people: z.int().nonnegative(), damaged: z.int().nonnegative() }) }),
    z.object({ problem: problemShape }),
  ]),
});
