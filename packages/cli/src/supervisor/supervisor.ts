import { type ServiceCommand, type ServiceProcess, startService } from './service-process.js';

export interface SupervisorOptions {
  /** Told about every end and restart, in a sentence. */
  readonly report: (message: string) => void;
  /** Milliseconds before the first restart of a process; doubled at each further one, up to `longestWait`. */
  readonly firstWait?: number;
  readonly longestWait?: number;
}

/** Keeps a group of processes running. */
export interface Supervisor {
  /**
   * Starts a process and keeps it running from then on.
   *
   * @param command made anew for every start: gets the addresses that the process had before, if any
   * @throws CommandError when its first start fails
   */
  add(
    command: (before: Readonly<Record<string, string>> | undefined) => ServiceCommand,
  ): Promise<ServiceProcess>;
  /** Ends all processes, the last added first. */
  stop(): Promise<void>;
}

/** A process that lived for so many milliseconds starts afresh with the shortest wait. */
const HEALTHY_LIFE = 60_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { report, firstWait = 500, longestWait = 30_000 } = options;
  const members: { current: ServiceProcess | undefined; settled: Promise<void> }[] = [];
  const stopping = new AbortController();

  async function keepRunning(
    member: (typeof members)[number],
    command: (before: Readonly<Record<string, string>> | undefined) => ServiceCommand,
  ): Promise<void> {
    let wait = firstWait;
    let running = member.current!;
    while (!stopping.signal.aborted) {
      const started = performance.now();
      const reason = await running.ended;
      member.current = undefined;
      if (stopping.signal.aborted) return;
      if (performance.now() - started > HEALTHY_LIFE) wait = firstWait;
      report(`${running.name} ${reason}; starting it again`);
      const before = running.addresses;
      let next: ServiceProcess | undefined;
      while (!next && !stopping.signal.aborted) {
        await pause(wait, stopping.signal);
        wait = Math.min(longestWait, wait * 2);
        if (stopping.signal.aborted) return;
        next = await startService(command(before)).catch((error: Error) => {
          report(`${running.name} did not start: ${error.message}`);
          return undefined;
        });
      }
      if (!next) return;
      report(`${next.name} is back`);
      running = next;
      member.current = next;
      if (stopping.signal.aborted) await next.stop();
    }
  }

  return {
    async add(command) {
      const current = await startService(command(undefined));
      const member = { current: current as ServiceProcess | undefined, settled: Promise.resolve() };
      members.push(member);
      member.settled = keepRunning(member, command);
      return current;
    },
    async stop() {
      stopping.abort();
      for (const member of members.toReversed()) {
        await member.current?.stop();
        await member.settled;
      }
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
