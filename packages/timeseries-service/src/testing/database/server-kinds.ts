import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** How to start a server that speaks MongoDB's protocol. */
export interface ServerKind {
  readonly name: string;
  readonly command: string;
  /** @param port on loopback */
  arguments(folder: string, port: number): readonly string[];
}

/** Where `test-database/install.sh` puts what it gets. */
const tools =
  process.env.SOJOURN_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sojourn-tools');

const mongod = (command: string): ServerKind => ({
  name: 'mongod',
  command,
  arguments: (folder, port) => [
    ...['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port)],
    ...['--nounixsocket', '--quiet'],
  ],
});

const ferretdb = (command: string): ServerKind => ({
  name: 'FerretDB, one request at a time',
  command,
  arguments: (folder, port) => [folder, String(port)],
});

const javaServer = (command: string): ServerKind => ({
  name: 'mongo-java-server',
  command,
  arguments: (folder, port) => [
    ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', '-Dslf4j.internal.verbosity=ERROR'],
    ...['-cp', `${join(tools, 'java')}${delimiter}${join(tools, 'java')}/*`],
    ...['TestDatabase', join(folder, 'data'), String(port)],
  ],
});

/** The kinds that this machine has, the best first. */
export function availableKinds(): ServerKind[] {
  const kinds: ServerKind[] = [];
  const server = onPath('mongod');
  if (server) kinds.push(mongod(server));
  const ferret = join(tools, 'ferretdb');
  if (existsSync(ferret)) kinds.push(ferretdb(ferret));
  const java = onPath('java');
  if (java && existsSync(join(tools, 'java', 'TestDatabase.class'))) kinds.push(javaServer(java));
  return kinds;
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
