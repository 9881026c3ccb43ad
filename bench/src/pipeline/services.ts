import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
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
  readonly rssMegabytes: number;
  /** Runs that have ended; 0 where there are none. */
  readonly runs: number;
}

/** A store and a pipeline as processes of their own, on a temporary folder. */
export interface BenchServices {
  readonly timeseries: ServiceClient;
  readonly pipeline: PipelineClient;
  /** Where the public routes of the store and of the pipeline listen. */
  readonly addresses: { readonly timeseries: string; readonly pipeline: string };
  /** The public routes as the phone with this token sees them. */
  phone(token: string): SojournClient;
  figures(): Promise<{ readonly timeseries: ProcessFigures; readonly pipeline: ProcessFigures }>;
  /** Ends the processes and removes the folder. */
  close(): Promise<void>;
}

/** @param environment of the pipeline, beside what it needs to find the store */
export async function startServices(
  environment: Readonly<Record<string, string>> = {},
): Promise<BenchServices> {
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
    const pipeline = await start(
      '@sojourn/analysis-pipeline',
      { ...common, SOJOURN_POLL_SECONDS: '0', ...environment },
      processes,
    );
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
    const pipelineSide = open(pipeline.pipeline);
    return {
      timeseries: createServiceClient({ ...internalSide, ...as('timeseries') }),
      pipeline: createPipelineClient({ ...pipelineSide, ...as('pipeline'), timeout: 600_000 }),
      addresses: { timeseries: store.public ?? '', pipeline: pipeline.pipeline ?? '' },
      phone: (token) => createClient({ ...publicSide, token }),
      figures: async () => ({
        timeseries: await figuresOf(internalSide, await as('timeseries').serviceToken()),
        pipeline: await figuresOf(pipelineSide),
      }),
      close,
    };
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

async function figuresOf({ baseUrl, fetch }: Connection, token?: string): Promise<ProcessFigures> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${baseUrl}/metrics`, { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  return {
    cpuSeconds: sumOf(text, 'process_cpu_seconds_total'),
    rssMegabytes: sumOf(text, 'process_resident_memory_bytes') / 2 ** 20,
    runs: sumOf(text, 'sojourn_pipeline_runs_total'),
  };
}

/** Sum of a metric over its labels. */
function sumOf(text: string, name: string): number {
  return [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
}
