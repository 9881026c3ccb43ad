import { Command, Option } from 'commander';
import { usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, withStore, withStoreOptions } from './store-options.js';

interface Flags extends StoreFlags {
  readonly to: 'embedded' | 'mongodb';
  readonly mongodbUrl?: string;
  readonly json?: boolean;
}

export function migrateCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('migrate'))
    .summary('move the store to another engine while it is used')
    .description(
      'Moves everything to another engine, sealed as it is, while people go on uploading. All of it is read back and ' +
        'compared; writes wait for a moment at the end, then the running service goes on with the new engine. When it ' +
        'is interrupted, the same command goes on with it.',
    )
    .addOption(new Option('--to <engine>', 'where to').choices(['embedded', 'mongodb']).makeOptionMandatory())
    .option(
      '--mongodb-url <url>',
      'connection string, for --to mongodb; SOJOURN_MONGODB_URL keeps a password out of process lists',
    )
    .option('--json', 'print what was moved as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  sojourn migrate --to mongodb --mongodb-url mongodb://db.example/sojourn
  sojourn migrate --to embedded`,
    )
    .action(async ({ to, mongodbUrl = process.env.SOJOURN_MONGODB_URL, json, ...flags }: Flags) => {
      const target = targetOf(to, mongodbUrl);
      const done = await withStore(flags, ({ timeseries }) =>
        timeseries.migrate(target, ({ step, people, blocks }) => {
          if (terminal.interactive) terminal.err(`\r${step}: ${people} people, ${blocks} blocks\u001b[K`);
        }),
      );
      if (terminal.interactive) terminal.err('\r\u001b[K');
      if (json) await terminal.out(`${JSON.stringify(done)}\n`);
      terminal.err(
        `${done.people} people, ${done.blocks} blocks and ${done.bytes} bytes are there and compared; ` +
          `writes waited for ${done.pause.toFixed(2)} s.\n` +
          `From now on start with SOJOURN_ENGINE=${to}${to === 'mongodb' ? ' and SOJOURN_MONGODB_URL' : ''}: ` +
          'where the store was, it takes no more writes.\n',
      );
    });
}

function targetOf(to: Flags['to'], mongodbUrl: string | undefined) {
  if (to === 'embedded') return { engine: to };
  if (!mongodbUrl) throw usageError('--to mongodb needs --mongodb-url or SOJOURN_MONGODB_URL');
  return { engine: to, mongodbUrl };
}
