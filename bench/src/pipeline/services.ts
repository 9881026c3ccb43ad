import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  createClient,
  createPipelineClient,
  createServiceClient,
  type PipelineClient,
  type ServiceClient,
  type SojournClient,
} from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import {
  type Connection,
  connect,
  createServiceTokenAuthority,
  parseReady,
  runtimeFlags,
} from '@sojourn/service-kit';

/** Figures of one process as it tells them itself. */
export interface ProcessFigures {
  /** Seconds of processor time of all threads since the start. */
  readonly cpuSeconds: number;
  /** Resident memory; of the store, pages of its file that the system keeps are part of it. */
  readonly rssMegabytes: number;
  /** What of it is the process's own, without pages of files; undefined where the system does not tell. */
  readonly ownMegabytes: number | undefined;
  /** Heap and buffers of the main thread. */
  readonly heapMegabytes: number;
  /** Runs that have ended, and those of them that failed; 0 where there are none. */
  readonly runs: number;
  readonly failedRuns: number;
}

/** A store as a process of its own, on a temporary folder. */
export interface BenchStore {
  readonly timeseries: ServiceClient;
  /** Where its public routes listen. */
  readonly publicAddress: string;
  /** The public routes as the phone with this token sees them. */
  phone(token: string): SojournClient;
  figuresOfStore(): Promise<ProcessFigures>;
  /** Starts a pipeline beside it. @param environment beside what it needs to find the store */
  startPipeline(environment: Readonly<Record<string, string>>): Promise<BenchServices>;
  /** Ends all processes and removes the folder. */
  close(): Promise<void>;
}

/** A store and a pipeline as processes of their own. */
export interface BenchServices extends BenchStore {
  readonly pipeline: PipelineClient;
  /** Where the routes of the pipeline listen. */
  readonly pipelineAddress: string;
  figures(): Promise<{ readonly timeseries: ProcessFigures; readonly pipeline: ProcessFigures }>;
}

/** A store with a pipeline that runs only when it is asked to. */
export async function startServices(): Promise<BenchServices> {
  const store = await startStore();
  try {
    return await store.startPipeline({ SOJOURN_POLL_SECONDS: '0' });
  } catch (error) {
    await store.close();
    throw error;
  }
}

export async function startStore(): Promise<BenchStore> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-'));
  await mkdir(join(data, 'run'), { mode: 0o700 });
  const common = { SOJOURN_DATA: data, SOJOURN_LOG_LEVEL: 'warn', SOJOURN_PERSON_BURST: '0' };
  const processes: ChildProcess[] = [];
  const connections: Connection[] = [];
  const close = async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    for (const child of processes.toReversed()) await end(child);
    await rm(data, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const store = await start('@sojourn/timeseries-service', common, processes);
    const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
    const open = (address: string | undefined): Connection => {
      const connection = connect(address ?? '');
      connections.push(connection);
      return connection;
    };
    const as = (audience: string) => ({
      serviceToken: authority.source({ subject: 'bench', audience, scope: serviceScopes }),
    });
    const publicSide = open(store.public);
    const internalSide = open(store.internal);
    const forStore = as('timeseries');
    const alone: Omit<BenchStore, 'startPipeline'> = {
      timeseries: createServiceClient({ ...internalSide, ...forStore }),
      publicAddress: store.public ?? '',
      phone: (token) => createClient({ ...publicSide, token }),
      figuresOfStore: async () => figuresOf(internalSide, processes[0], await forStore.serviceToken()),
      close,
    };
    const startPipeline: BenchStore['startPipeline'] = async (environment) => {
      const started = await start('@sojourn/analysis-pipeline', { ...common, ...environment }, processes);
      const child = processes.at(-1);
      const side = open(started.pipeline);
      return {
        ...alone,
        startPipeline,
        pipeline: createPipelineClient({ ...side, ...as('pipeline'), timeout: 600_000 }),
        pipelineAddress: started.pipeline ?? '',
        figures: async () => ({
          timeseries: await alone.figuresOfStore(),
          pipeline: await figuresOf(side, child),
        }),
      };
    };
    return { ...alone, startPipeline };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Starts a service as a process of its own.
 * @param processes is given the process, started or not
 * @returns its addresses by name
 */
export async function start(
  packageName: string,
  environment: Readonly<Record<string, string>>,
  processes: ChildProcess[],
): Promise<Readonly<Record<string, string>>> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  const child = spawn(process.execPath, [...runtimeFlags, join(folder, 'dist', 'main.js')], {
    env: { ...process.env, ...environment, SOJOURN_SUPERVISED: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  processes.push(child);
  child.stdin?.on('error', () => {});
  for await (const line of createInterface({ input: child.stdout! })) {
    const addresses = parseReady(line);
    if (addresses !== undefined) return addresses;
  }
  throw new Error(`${packageName} did not start`);
}

/** Lets a service end what it is doing. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function figuresOf(
  { baseUrl, fetch }: Connection,
  child: ChildProcess | undefined,
  token?: string,
): Promise<ProcessFigures> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${baseUrl}/metrics`, { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  return {
    cpuSeconds: sumOf(text, 'process_cpu_seconds_total'),
    rssMegabytes: sumOf(text, 'process_resident_memory_bytes') / 2 ** 20,
    ownMegabytes: await ownMegabytesOf(child?.pid),
    heapMegabytes:
      (sumOf(text, 'nodejs_heap_size_total_bytes') + sumOf(text, 'nodejs_external_memory_bytes')) / 2 ** 20,
    runs: sumOf(text, 'sojourn_pipeline_runs_total'),
    failedRuns: sumOf(text, 'sojourn_pipeline_runs_total', 'outcome="failed"'),
  };
}

/** Anonymous memory, as Linux tells it. */
async function ownMegabytesOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Sum of a metric over its labels, or over those with a certain one. */
function sumOf(text: string, name: string, label = ''): number {
  return [...text.matchAll(new RegExp(`^${name}(?:\\{.*${label}.*\\})? (\\S+)`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
}
