import { resolve } from 'node:path';
import { Command } from 'commander';
import { prepareDataFolder, useStore } from '../platform/index.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, storeSettings, withStoreOptions } from './store-options.js';
import { runStoreProgram } from './store-program.js';
import { verify } from './verify.js';

/** What the restoring process says at its end. */
interface Restored {
  readonly people: number;
  readonly blocks: number;
  readonly erased: number;
  readonly unread: readonly string[];
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
      const words = [
        resolve(folder),
        ...(snapshot === undefined ? [] : ['--snapshot', snapshot]),
        ...erasures.flatMap((other) => ['--erasures', resolve(other)]),
      ];
      const done = await runStoreProgram<Restored>('restore', words, settings, terminal);
      for (const name of done.unread) {
        terminal.err(`${name} could not be read: erasures that it alone knows of are not honoured.\n`);
      }
      if (done.erased > 0) terminal.err(`${done.erased} people have been erased since, and stay erased.\n`);
      terminal.err(`${done.people} people and ${done.blocks} blocks are back. Checking them.\n`);
      await useStore(settings, ({ timeseries }) => verify(timeseries, terminal, false));
    });
}
