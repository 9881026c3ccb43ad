import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

/** Express middleware as the host calls it. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/** A policy as the host's registry holds it; `policy` validates the parameters and binds them. */
export interface HostPolicy {
  readonly name: string;
  readonly schema: object;
  policy(parameters: object, configuration: object): Middleware;
}

interface HostConfig {
  systemConfigPath?: string;
  gatewayConfigPath?: string;
  systemConfig: Record<string, unknown>;
  gatewayConfig: Record<string, unknown>;
  loadConfig(type: 'system' | 'gateway'): void;
}

interface HostLogger {
  clear(): HostLogger;
  add(transport: object): HostLogger;
}

const require = createRequire(import.meta.url);
const requireInsideHost = createRequire(require.resolve('express-gateway/package.json'));

/**
 * The parts of Express Gateway that are in use: configuration reader, schemas, policy registry, conditions and
 * pipeline builder. Its servers, admin API, plugin loader and file watcher are left out: they fail open.
 */
export const host = {
  Config: require('express-gateway/lib/config/config.js') as new () => HostConfig,
  schemas: require('express-gateway/lib/schemas') as {
    register(
      type: string,
      name: string,
      schema: object,
    ): (data: unknown) => { isValid: boolean; error: string };
    validate(id: string, data: unknown): { isValid: boolean; error: string };
  },
  policies: require('express-gateway/lib/policies') as {
    register(policy: HostPolicy): void;
    resolve(name: string): HostPolicy;
    load(names: readonly string[]): void;
  },
  conditions: require('express-gateway/lib/conditions') as {
    init(): unknown;
    readonly conditions: Readonly<Record<string, unknown>>;
  },
  pipelines: require('express-gateway/lib/gateway/pipelines.js') as {
    bootstrap(about: { app: Middleware; config: object }): Promise<Middleware>;
  },
  loggers: require('express-gateway/lib/logger') as Record<string, HostLogger>,
  express: requireInsideHost('express') as {
    (): Middleware & { set(name: string, value: unknown): void; use(middleware: unknown): void };
    Router(): Middleware;
  },
  yaml: requireInsideHost('js-yaml') as { load(text: string): unknown },
  winston: requireInsideHost('winston') as {
    transports: { Stream: new (options: { stream: NodeJS.WritableStream }) => object };
  },
};
