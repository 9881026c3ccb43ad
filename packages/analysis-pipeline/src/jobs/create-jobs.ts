import type { JobDefinition, JobTools } from './define-job.js';
import { JobDesk } from './job-desk.js';
import type { JobRecord } from './job-record.js';
import { JobStore } from './job-store.js';
import { JobWorker } from './job-worker.js';
import { askForPendingErasures } from './pending-erasures.js';
import { forgetJobs } from './retention.js';
import { type ScheduledJob, startSchedule } from './schedule.js';

export interface JobsOptions {
  readonly tools: JobTools;
  readonly definitions: readonly JobDefinition[];
  /** Seconds between two looks for jobs that are due; 0 for none but when somebody asks for one. */
  readonly lookSeconds: number;
  readonly atOnce: number;
  /** Seconds without a sign of life after which another process takes a job over. */
  readonly leaseSeconds: number;
  /** Days for which jobs that have ended are remembered. */
  readonly retentionDays: number;
  /** Jobs that nobody has to ask for. */
  readonly schedule: readonly ScheduledJob[];
  /** What those jobs wait for after a start. */
  readonly whenQuiet: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Told of each job that was worked on here and has ended. */
  readonly onEnded: (record: JobRecord) => void;
}

/** Jobs from asking for them to forgetting them. */
export interface Jobs {
  readonly desk: JobDesk;
  readonly worker: JobWorker;
  /** Looks for jobs from now on, as often as configured. */
  start(): void;
  /** Forgets what ended long ago. @returns how many jobs were forgotten */
  forget(): Promise<number>;
  /** Puts back what is being worked on. */
  close(): Promise<void>;
}

const hour = 3600;

export function createJobs({ tools, definitions, ...options }: JobsOptions): Jobs {
  const { lookSeconds, atOnce, leaseSeconds, retentionDays, onError, onEnded } = options;
  const jobs = new JobStore(tools.store);
  const worker = new JobWorker({ jobs, tools, definitions, atOnce, leaseSeconds, onError, onEnded });
  const desk = new JobDesk({
    jobs,
    store: tools.store,
    definitions,
    clock: tools.clock,
    onSubmit: () => void worker.look(),
    onCancel: (id) => worker.cancel(id),
  });
  const forget = () => forgetJobs(tools.store, jobs, tools.clock() / 1000 - retentionDays * 24 * hour);
  const timers: NodeJS.Timeout[] = [];
  let isClosed = false;
  const startScheduled = async (): Promise<void> => {
    if (options.schedule.length === 0) return;
    await options.whenQuiet();
    if (!isClosed) timers.push(...startSchedule(desk, options.schedule, tools.clock, onError));
  };
  return {
    desk,
    worker,
    forget,
    start() {
      if (lookSeconds === 0 || timers.length > 0) return;
      timers.push(setInterval(() => void worker.look(), lookSeconds * 1000));
      timers.push(setInterval(() => void forget().catch(onError), hour * 1000));
      void askForPendingErasures(desk, tools.store).catch(onError);
      void startScheduled().catch(onError);
      void worker.look();
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      await worker.close();
    },
  };
}
