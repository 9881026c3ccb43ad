import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Terminal } from '../terminal.js';

/** The release, which all packages share. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

export function versionCommand(terminal: Terminal): Command {
  return new Command('version')
    .summary('print the release')
    .description('Prints the release of Sojourn and the version of Node that it runs on.')
    .action(() => terminal.out(`sojourn ${readVersion()} (Node ${process.versions.node})\n`));
}
