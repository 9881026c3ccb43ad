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
  readonly done?: {
    readonly people: number;
    readonly blocks: number;
    readonly erased: number;
    readonly unread: readonly string[];
  };
  readonly problem?: { readonly title: string; readonly detail?: string };
}

interface RestoreFlags extends StoreFlags {
  readonly snapshot?: string;
  readonly erasures: readonly string[];
}

export function restoreCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('restore'))
    .summary('put a backup into an empty data folder')
    .description(
      'Puts a snapshot of a backup folder into a data folder that holds no data, and checks every block of it. The ' +
        'keys are not in a backup: put them into keys/ of the data folder first. People stay erased whom this or a later ' +
        'snapshot of the folder knows as erased.',
    )
    .argument('<folder>', 'backup folder')
    .option('--snapshot <name>', 'which snapshot (default: the latest)')
    .option(
      '--erasures <folder>',
      'another backup folder of the same store, whose erasures count as well; may be repeated',
      (other: string, before: readonly string[]) => [...before, other],
      [] as readonly string[],
    )
    .action(async (folder: string, { snapshot, erasures, ...flags }: RestoreFlags) => {
      const settings = await storeSettings(flags);
      await prepareDataFolder(settings.data);
      const { main, environment } = restoreProcess(settings);
      const child = spawn(
        process.execPath,
        [
          main,
          resolve(folder),
          ...(snapshot === undefined ? [] : ['--snapshot', snapshot]),
          ...erasures.flatMap((other) => ['--erasures', resolve(other)]),
        ],
        { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(child, 'exit');
      const { done, problem } = await lastOf(child.stdout, terminal);
      await ended;
      if (done === undefined) throw new CommandError(exitCode.failure, reasonOf(problem));
      for (const name of done.unread) {
        terminal.err(`${name} could not be read: erasures that it alone knows of are not honoured.\n`);
      }
      if (done.erased > 0) terminal.err(`${done.erased} people have been erased since, and stay erased.\n`);
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
