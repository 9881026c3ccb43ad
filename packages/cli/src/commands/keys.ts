import { Command } from 'commander';
import { CommandError, exitCode } from '../exit-code.js';
import { prepareDataFolder } from '../platform/index.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, storeSettings, withStoreOptions } from './store-options.js';
import { runStoreProgram } from './store-program.js';

/** What the rotating process says at its end. */
interface Rotated {
  readonly people: number;
  readonly left: number;
}

export function keysCommand(terminal: Terminal): Command {
  const command = new Command('keys').summary('exchange the keys of the store');
  withStoreOptions(command.command('rotate'))
    .summary('exchange the root key and the store key')
    .description(
      'Makes a new root key and a new store key, and wraps the keys of everybody anew; no data is sealed anew. Sojourn ' +
        'must not run on the data folder. Cut off at any moment, Sojourn starts as before, and the same command goes on.',
    )
    .action(async (flags: StoreFlags) => {
      const settings = await storeSettings(flags);
      await prepareDataFolder(settings.data);
      const { people, left } = await runStoreProgram<Rotated>('rotate-keys', [], settings, terminal);
      if (left > 0) {
        throw new CommandError(
          exitCode.failure,
          `${left} people are damaged: their keys stay wrapped by the store key before, which is kept for that. ` +
            'Restore or erase them, then rotate again.',
        );
      }
      terminal.err(
        `The keys of ${people} people are wrapped anew. Keep a copy of keys/ apart from the data again. Older backups ` +
          'open with the root key of then alone, which is beside the new one: root.key.replaced-TIME.\n',
      );
    });
  return command;
}
