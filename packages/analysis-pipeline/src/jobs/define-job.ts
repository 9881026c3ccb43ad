import type { PersonId } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import type { Role } from '@sojourn/datamodel/http';
import { z } from 'zod';
import type { RunRequest, RunResult, TransitStopSource } from '../runner/index.js';
import type { Settings } from '../settings/index.js';
import type { RunLinks } from '../workers/index.js';

/** Who asked for a job. */
export interface JobCaller {
  readonly role: Role;
  /** The person behind the caller's token; null for operators, and for the service itself. */
  readonly person: PersonId | null;
}

/** What jobs work with. */
export interface JobTools {
  /** The timeseries service, with the rights of the pipeline. */
  readonly store: ServiceClient;
  /** Runs the pipeline for one person in a thread of its own. @throws SojournError, see `runPerson` */
  readonly run: (request: RunRequest, links?: Pick<RunLinks, 'onStage'>) => Promise<RunResult>;
  /** Settings of the installation. */
  readonly settings: Settings;
  /** Where transit stops are looked up. */
  readonly transitStops: TransitStopSource;
  /** How many runs side by side keep all threads busy. */
  readonly threads: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Folder for files that jobs leave; a job makes a folder of its own in it. */
  readonly filesFolder: string;
  /** Whether a run of a person is not worth while yet, see `isDormant` of the data model. */
  readonly isDormant: (person: PersonId) => Promise<boolean>;
}

/** What one try of a job is given. */
export interface JobContext<Parameters> extends JobTools {
  readonly id: string;
  /** Name of the job as work on people: what its tries hold leases under. */
  readonly work: string;
  /** 1 for the first try. What a try before did may be there already, so a job must bear being done twice. */
  readonly attempt: number;
  readonly parameters: Parameters;
  readonly caller: JobCaller;
  /** Aborted when the job is called off, when it was taken over, and when the process ends. */
  readonly signal: AbortSignal;
  /** Says how far a step is; steps appear in the order in which they are first named. May be called often. */
  progress(step: string, done: number, total?: number | null): void;
}

/** A kind of job. A file in `definitions/` makes one, and `registry.ts` lists it. */
export interface JobDefinition<Shape extends z.ZodObject = z.ZodObject> {
  /** Words with hyphens. */
  readonly name: string;
  readonly description: string;
  /**
   * Of the parameters. What participants may ask for has a member `person`, which is theirs: left out it is filled
   * in, and anybody else's is refused.
   */
  readonly parameters: Shape;
  /** Who may ask for it. */
  readonly roles: readonly Role[];
  /** When it is done, its record names neither its person nor its parameters any more. */
  readonly forgetsItsPerson?: boolean;
  /**
   * @returns what `GET /v2/jobs/:job` shows as the result, a small JSON object
   * @throws SojournError: one that may pass is tried again later, any other ends the job as failed
   */
  run(context: JobContext<z.output<Shape>>): Promise<object>;
}

/**
 * Declares a kind of job.
 * @throws Error when participants may ask for it, but it does not say for whom
 */
export function defineJob<Shape extends z.ZodObject>(definition: JobDefinition<Shape>): JobDefinition {
  const { name, parameters, roles } = definition;
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new Error(`${name} is no name of a job`);
  if (roles.includes('participant') && parameters.shape.person === undefined) {
    throw new Error(`the job ${name} is open to participants and has no parameter person`);
  }
  return Object.freeze({ ...definition, parameters: parameters.strict() }) as unknown as JobDefinition;
}

/** JSON Schema of a job's parameters as they are sent. */
export function parameterSchema({ parameters }: JobDefinition): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' });
  return { ...schema };
}
