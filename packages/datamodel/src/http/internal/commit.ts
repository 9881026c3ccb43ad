import { z } from 'zod';
import { entryShape } from '../entry.js';
import { entryIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';
import { stageStatesShape } from './states.js';

/** An entry of a run that could not be used. */
export const rejectedShape = z.object({
  raw: z.unknown(),
  code: z.string(),
  path: z.string().optional(),
});

const usercachePlaceShape = z.object({ id: entryIdShape, arrival: z.int().nonnegative() });

/**
 * Everything a run changes, visible at once or not at all. Entries go to the raw or the analysis store by
 * their key, and are identified by `_id` alone.
 */
export const commitShape = z.object({
  /** Of the lease under which the run happened; 409 lease-lost when there is a newer one. */
  fence: z.int().positive().optional(),
  /** 409 commit-conflict when the person has moved on. */
  expectSequence: z.int().nonnegative().optional(),
  insert: z.array(entryShape).optional(),
  /** Whole new content of existing entries. */
  replace: z.array(entryShape).optional(),
  /** Ids of entries that get the mark `invalid` and are hidden from then on. */
  invalidate: z.array(entryIdShape).optional(),
  remove: z.array(entryIdShape).optional(),
  /**
   * Rows of the usercache that are done with. A row that was superseded by a newer upload meanwhile has another
   * arrival sequence and stays.
   */
  drain: z.array(usercachePlaceShape).optional(),
  /** Rows of the usercache that are done with and go to the raw store in the common form, with nothing else changed. */
  move: z.array(usercachePlaceShape).optional(),
  quarantine: z.array(rejectedShape).optional(),
  /** New states of the stages named here; null removes one. The others stay. */
  states: z.record(z.string(), stageStatesShape.valueType.nullable()).optional(),
  processedSequence: z.int().nonnegative().optional(),
  /** Members of the profile to replace, server-owned ones included. */
  profile: z.record(z.string(), z.unknown()).optional(),
  /** Gives the lease back with the commit. */
  release: z.boolean().optional(),
});
export type Commit = z.input<typeof commitShape>;

/** Lists of a commit that are carried as rows where its body is a document with rows. */
export const commitLists = ['insert', 'replace', 'drain', 'move'] as const;

export const commitChanges = defineRoute({
  id: 'commitChanges',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/commit',
  summary: 'Change a person, all at once; the body is JSON or a document with rows',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: commitShape,
  response: z.object({ sequence: z.int().nonnegative() }),
});
