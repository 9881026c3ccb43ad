import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type CertificateFiles, createGateway, type Gateway } from './imports.js';

/** A gateway in this process with a configuration of its own. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Log lines as objects, once they are written. */
  readonly lines: Record<string, unknown>[];
  /** Replaces the configuration file. */
  write(yaml: string): Promise<void>;
  close(): Promise<void>;
}

const systemConfig = fileURLToPath(new URL('../../config/system.config.yml', import.meta.url));

/** Writes a configuration to a new folder, together with the host's system file. */
export async function writeConfiguration(
  yaml: string,
): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-gateway-'));
  const file = join(folder, 'gateway.config.yml');
  await copyFile(systemConfig, join(folder, 'system.config.yml'));
  await writeFile(file, yaml);
  return { folder, file };
}

/** Starts a gateway from YAML; `http` is added with port 0. */
export async function startGateway(yaml: string, tls?: CertificateFiles): Promise<TestGateway> {
  const text = `http: { port: 0 }\n${yaml}`;
  const { folder, file } = await writeConfiguration(text);
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  try {
    const gateway = await createGateway({ file, logger, ...(tls === undefined ? {} : { tls }) });
    const url = gateway.urls[0]!;
    return {
      gateway,
      url,
      port: Number(new URL(url).port),
      folder,
      lines,
      write: (changed) => writeFile(file, `http: { port: 0 }\n${changed}`),
      close: async () => {
        await gateway.close();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

/** A small route table: `/data/*` and WebSockets under `/live/*` go to the service. */
export function routesTo(
  service: string,
  {
    settings = '',
    policies = '',
    server = '',
  }: { settings?: string; policies?: string; server?: string } = {},
): string {
  return `
server: { drainGrace: 50, drainTimeout: 5000${server === '' ? '' : `, ${server}`} }
prefixes: [/api]
apiEndpoints:
  internal: { paths: [/v1, /v1/*, /metrics, /metrics/*, /healthz] }
  data: { paths: [/data/*] }
  live: { paths: [/live/*] }
  page: { paths: [/*] }
serviceEndpoints:
  service: { url: '${service}'${settings === '' ? '' : `, ${settings}`} }
policies: [proxy, refuse, headers, log, metrics, max-body, rate-limit, cors, health, operators, settings, terminate]
pipelines:
  internal: { apiEndpoints: [internal], policies: [ { refuse: } ] }
  data:
    apiEndpoints: [data]
    policies:
      - log:
      - metrics:
${policies}
      - proxy: { action: { serviceEndpoint: service } }
  live: { apiEndpoints: [live], policies: [ { log: }, { proxy: { action: { serviceEndpoint: service, ws: true } } } ] }
  page: { apiEndpoints: [page], policies: [ { proxy: { action: { serviceEndpoint: service } } } ] }
`;
}
