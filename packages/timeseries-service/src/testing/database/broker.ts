import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type DatabaseServer, startDatabaseServer } from './database-server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Socket at which test files ask for the run's database server. */
    readonly databaseBroker: string;
  }
}

/**
 * Set-up of a test run: one database server for all its files, started when the first of them asks, ended with the
 * run. When one was asked for and none could be had, the run says so at its end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-database-'));
  const socket = join(folder, 'broker.sock');
  let starting: Promise<DatabaseServer | undefined> | undefined;
  const broker = createServer((connection) => {
    starting ??= startDatabaseServer(folder);
    starting.then(
      (server) => connection.end(JSON.stringify(server ? { url: server.url, kind: server.kind } : {})),
      (error: unknown) => connection.destroy(error as Error),
    );
  });
  broker.listen(socket);
  await once(broker, 'listening');
  project.provide('databaseBroker', socket);
  return async () => {
    broker.close();
    const server = await starting;
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
    if (!starting) return;
    console.log(
      server
        ? `MongoDB engine: tested on ${server.kind}.`
        : 'MongoDB engine: NOT TESTED on a server. Set MONGODB_URL, put mongod on the PATH, or run packages/timeseries-service/test-database/install.sh.',
    );
  };
}
