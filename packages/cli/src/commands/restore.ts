import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { CommandError, exitCode } from '../exit-code.js';
import { prepareDataFolder, restoreProcess, useStore } from '../platform/index.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, storeSettings, withStoreOptions } from './store-options.js';
import { verify } from './verify.js';

/** What the restoring process says, line by line. */
interface Told {
  readonly progress?: { readonly people: number };
  readonly done?: { readonly people: number; readonly blocks: number };
  readonly problem?: { readonly title: string; readonly detail?: string };
}

export function restoreCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('restore'))
    .summary('put a backup into an empty data folder')
    .description(
      'Puts a snapshot of a backup folder into a data folder that holds no data, and checks every block of it. The ' +
        'keys are not in a backup: put them into keys/ of the data folder first.',
    )
    .argument('<folder>', 'backup folder')
    .option('--snapshot <name>', 'which snapshot (default: the latest)')
    .action(async (folder: string, { snapshot, ...flags }: StoreFlags & { snapshot?: string }) => {
      const settings = await storeSettings(flags);
      await prepareDataFolder(settings.data);
      const { main, environment } = restoreProcess(settings);
      const child = spawn(
        process.execPath,
        [main, resolve(folder), ...(snapshot === undefined ? [] : [snapshot])],
        { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(child, 'exit');
      const { done, problem } = await lastOf(child.stdout, terminal);
      await ended;
      if (done === undefined) throw new CommandError(exitCode.failure, reasonOf(problem));
      terminal.err(`${done.people} people and ${done.blocks} blocks are back. Checking them.\n`);
      await useStore(settings, ({ timeseries }) => verify(timeseries, terminal, false));
    });
}

async function lastOf(output: NodeJS.ReadableStream, terminal: Terminal): Promise<Told> {
  let last: Told = {};
  for await (const line of createInterface({ input: output })) {
    last = JSON.parse(line) as Told;
    if (last.progress && terminal.interactive) terminal.err(`\r${last.progress.people} people\u001b[K`);
  }
  if (terminal.interactive) terminal.err('\r\u001b[K');
  return last;
}

function reasonOf(problem: Told['problem']): string {
  if (problem === undefined) return 'the backup could not be restored';
  return problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`;
}
