import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import autocannon from 'autocannon';

/** Median figures of one contender. */
export interface GatewayFigures {
  readonly requests_per_s: number;
  /** CPU time of its process per request. */
  readonly cpu_us_per_request: number;
  readonly latency_ms_p99: number;
}

/** Result of {@link benchGateway}. */
export interface GatewayBench {
  readonly gateway: GatewayFigures;
  /** `@fastify/http-proxy` with the same features, in the same run. */
  readonly baseline: GatewayFigures;
  /** The upstream without anything before it. */
  readonly direct_requests_per_s: number;
  /** Throughput of the gateway over that of the baseline. */
  readonly ratio: number;
  readonly rounds: number;
  readonly measured_on: { readonly cpu: string; readonly cores: number; readonly node: string };
}

/** How long and how hard to measure. */
export interface GatewayBenchOptions {
  readonly rounds?: number;
  /** Length of a round of one contender. */
  readonly seconds?: number;
  readonly connections?: number;
  /** Told about progress. */
  readonly report?: (line: string) => void;
}

interface Contender {
  readonly process: ChildProcess;
  readonly url: string;
}

const routes = (upstream: string) => `
http: { hostname: 127.0.0.1, port: 0 }
apiEndpoints:
  health: { paths: [/-/health] }
  service: { paths: [/datastreams/*] }
serviceEndpoints:
  service: { url: '${upstream}' }
policies: [log, headers, rate-limit, max-body, proxy, health]
pipelines:
  health: { apiEndpoints: [health], policies: [ { health: { action: {} } } ] }
  service:
    apiEndpoints: [service]
    policies:
      - log: { action: { segments: 3 } }
      - headers: { action: { set: { x-content-type-options: nosniff, x-frame-options: DENY, referrer-policy: no-referrer, cross-origin-resource-policy: same-origin } } }
      - rate-limit: { action: { max: 100000000, windowMs: 60000 } }
      - max-body: { action: { bytes: 209715200 } }
      - proxy: { action: { serviceEndpoint: service } }
`;

/**
 * Measures the gateway beside `@fastify/http-proxy` with the same features: both run all the time, rounds take
 * turns, medians count.
 */
export async function benchGateway({
  rounds = 5,
  seconds = 2,
  connections = 32,
  report = () => {},
}: GatewayBenchOptions = {}): Promise<GatewayBench> {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-bench-gateway-'));
  const contenders: Contender[] = [];
  report('starting the contenders');
  const start = async (module: string, environment: Record<string, string>): Promise<Contender> => {
    const contender = await startProcess(module, environment);
    contenders.push(contender);
    return contender;
  };
  try {
    const upstream = await start(beside('gateway-upstream.js'), {});
    const gatewayFolder = dirname(createRequire(import.meta.url).resolve('@sojourn/gateway/package.json'));
    await writeFile(join(folder, 'gateway.config.yml'), routes(upstream.url));
    const system = join(gatewayFolder, 'config', 'system.config.yml');
    await writeFile(join(folder, 'system.config.yml'), await readFile(system));
    const gateway = await start(join(gatewayFolder, 'dist', 'main.js'), {
      SOJOURN_GATEWAY_CONFIG: join(folder, 'gateway.config.yml'),
    });
    const baseline = await start(beside('gateway-baseline.js'), { UPSTREAM: upstream.url });

    const measure = async (contender: Contender): Promise<GatewayFigures> => {
      const before = await cpuMicroseconds(contender.process.pid!);
      const result = await autocannon({
        url: `${contender.url}/datastreams/find_entries/timestamp?page_size=100`,
        connections,
        duration: seconds,
        headers: { authorization: 'Bearer 0123456789abcdef' },
      });
      const used = (await cpuMicroseconds(contender.process.pid!)) - before;
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${result.non2xx + result.errors} requests failed`);
      return {
        requests_per_s: result.requests.average,
        cpu_us_per_request: used / result.requests.total,
        latency_ms_p99: result.latency.p99,
      };
    };

    await measure(gateway);
    await measure(baseline);
    const figures: Record<'gateway' | 'baseline', GatewayFigures[]> = { gateway: [], baseline: [] };
    for (let round = 0; round < rounds; round += 1) {
      figures.gateway.push(await measure(gateway));
      figures.baseline.push(await measure(baseline));
      const [ours, theirs] = [figures.gateway.at(-1)!, figures.baseline.at(-1)!];
      report(
        `round ${round + 1} of ${rounds}: gateway ${Math.round(ours.requests_per_s)}/s, baseline ${Math.round(theirs.requests_per_s)}/s`,
      );
    }
    const direct = await measure(upstream);
    const ours = medians(figures.gateway);
    const theirs = medians(figures.baseline);
    return {
      gateway: ours,
      baseline: theirs,
      direct_requests_per_s: Math.round(direct.requests_per_s),
      ratio: rounded(ours.requests_per_s / theirs.requests_per_s, 3),
      rounds,
      measured_on: { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version },
    };
  } finally {
    for (const { process: child } of contenders) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Starts a module that prints one JSON line when it listens. */
async function startProcess(module: string, environment: Record<string, string>): Promise<Contender> {
  const child = spawn(process.execPath, [module], {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout! });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code} before it listened`)));
  });
  const { ready } = JSON.parse(line) as { ready: { gateway?: string; port?: number } };
  return { process: child, url: ready.gateway ?? `http://127.0.0.1:${ready.port}` };
}

/** CPU time that a process has used so far; NaN where the system does not tell. */
async function cpuMicroseconds(pid: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    // In clock ticks of 10 ms.
    return (Number(user) + Number(system)) * 10_000;
  } catch {
    return Number.NaN;
  }
}

function medians(figures: readonly GatewayFigures[]): GatewayFigures {
  const median = (pick: (figure: GatewayFigures) => number): number => {
    const sorted = figures.map(pick).sort((a, b) => a - b);
    return rounded(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, 1);
  };
  return {
    requests_per_s: median((figure) => figure.requests_per_s),
    cpu_us_per_request: median((figure) => figure.cpu_us_per_request),
    latency_ms_p99: median((figure) => figure.latency_ms_p99),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(
    `${JSON.stringify(await benchGateway({ report: (line) => process.stderr.write(`${line}\n`) }))}\n`,
  );
}
