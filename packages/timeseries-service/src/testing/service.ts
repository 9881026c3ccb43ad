import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceScope, serviceScopes } from '@sojourn/datamodel/http';
import { createLogger, listen } from '@sojourn/service-kit';
import { configOf, type TimeseriesServiceConfig } from '../config.js';
import type { StudyDocument } from '../deployment/index.js';
import { SERVICE_AUDIENCE } from '../routes/index.js';
import { createTimeseriesService, type TimeseriesService } from '../service.js';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is empty or no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** A service on a real store in a temporary folder, behind real sockets. */
export interface RunningService extends TimeseriesService {
  readonly folder: string;
  readonly baseUrl: string;
  readonly internalUrl: string;
  /** Lines that the service has logged. */
  readonly log: string[];
  /** Moves the service's clock. */
  pass(milliseconds: number): void;
  now(): number;
  call(path: string, init?: RequestInit): Promise<Answer>;
  /** A POST of JSON to the public listener; text and bytes are sent as they are. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A request to the internal listener with all scopes, or those given. */
  service(method: string, path: string, body?: unknown, scopes?: readonly ServiceScope[]): Promise<Answer>;
  /** A listed token of a registered person. */
  participant(token?: string): Promise<{ readonly token: string; readonly person: string }>;
  stop(): Promise<void>;
}

export interface TestSettings extends Partial<Omit<TimeseriesServiceConfig, 'data'>> {
  readonly study?: StudyDocument;
  /** Start on the folder of an earlier service. */
  readonly folder?: string;
  readonly presenceInterval?: number;
  /** The servers can say what their routes declare. */
  readonly documented?: boolean;
}

export async function startService(settings: TestSettings = {}): Promise<RunningService> {
  const { study, folder: given, documented = false, presenceInterval, ...rest } = settings;
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'sojourn-service-')));
  const studyConfig = join(folder, 'demo.nrel-op.json');
  if (study !== undefined) await writeFile(studyConfig, JSON.stringify(study));
  const log: string[] = [];
  let skew = 0;
  const config = configOf({
    data: folder,
    publicAddress: '127.0.0.1:0',
    internalAddress: '127.0.0.1:0',
    compactSeconds: 0,
    personBurst: 0,
    ...(study === undefined ? {} : { studyConfig }),
    ...rest,
  });
  const now = () => Date.now() + skew;
  const logger = createLogger({
    name: 'timeseries',
    level: 'debug',
    destination: { write: (line) => log.push(line) },
  });
  const service = await createTimeseriesService(config, {
    logger,
    clock: now,
    documented,
    ...(presenceInterval === undefined ? {} : { presenceInterval }),
  });
  const baseUrl = `http://${await listen(service.public, config.publicAddress)}`;
  const internalUrl = `http://${await listen(service.internal, config.internalAddress)}`;

  const post: RunningService['post'] = (path, body, headers = {}) =>
    request(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: bodyOf(body),
    });

  return {
    ...service,
    folder,
    baseUrl,
    internalUrl,
    log,
    now,
    pass: (milliseconds) => {
      skew += milliseconds;
    },
    call: (path, init) => request(`${baseUrl}${path}`, init),
    post,
    async service(method, path, body, scopes = serviceScopes) {
      const token = await service.authority.mint({
        subject: 'test',
        audience: SERVICE_AUDIENCE,
        scope: scopes,
      });
      const headers = { authorization: `Bearer ${token}` };
      if (body === undefined) return request(`${internalUrl}${path}`, { method, headers });
      return request(`${internalUrl}${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: bodyOf(body),
      });
    },
    async participant(token = `nrelop_demo_default_${Math.random().toString(36).slice(2)}`) {
      await service.store.directory.add(token);
      const { json } = await post('/profile/create', { user: token });
      return { token, person: (json.uuid as string).replaceAll('-', '') };
    },
    async stop() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function request(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
