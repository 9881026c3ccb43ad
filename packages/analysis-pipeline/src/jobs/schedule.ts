import type { JobDesk } from './job-desk.js';

/** A job that is asked for again and again. */
export interface ScheduledJob {
  readonly name: string;
  /** Seconds from one to the next; 0 for never. */
  readonly seconds: number;
  /** Where it is wanted once for an occasion, such as a new release, and not in every stretch of time: its name. */
  readonly occasion?: string;
}

/** The service itself, which may ask for anything. */
const service = { role: 'operator', person: null } as const;

/**
 * Asks for jobs once in every stretch of their length, or once for their occasion, however many processes do so and however often they start.
 * @param clock milliseconds since the epoch
 * @returns timers, to be cleared in the end
 */
export function startSchedule(
  desk: Pick<JobDesk, 'submit'>,
  schedule: readonly ScheduledJob[],
  clock: () => number,
  onError: (error: unknown) => void,
): NodeJS.Timeout[] {
  return schedule
    .filter(({ seconds }) => seconds > 0)
    .map(({ name, seconds, occasion }) => {
      const ask = () => {
        const when = occasion ?? `${seconds} ${Math.floor(clock() / 1000 / seconds)}`;
        const idempotencyKey = `${name} schedule ${when}`;
        desk.submit({ name, parameters: {}, idempotencyKey }, service).catch(onError);
      };
      ask();
      return setInterval(ask, Math.min(seconds, longestTimer) * 1000);
    });
}

/** Seconds; timers count milliseconds in 31 bits. What is asked for once more is the same job. */
const longestTimer = 86_400;
