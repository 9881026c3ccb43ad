import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, withStore, withStoreOptions } from './store-options.js';

export function backupCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('backup'))
    .summary('add a snapshot of everything to a backup folder')
    .description(
      'Adds a snapshot of everything to a backup folder, while people go on uploading. What an earlier snapshot of ' +
        'the folder holds is not copied again. A backup is as sealed as the store and holds no key: keep the folder ' +
        'keys/ of the data folder apart from it, since nothing can be read without.',
    )
    .argument('<folder>', 'backup folder, on the machine of the service; made when absent')
    .option('--json', 'print what was written as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  sojourn backup /mnt/disk/sojourn            every night, say
  sojourn restore /mnt/disk/sojourn --data ./restored`,
    )
    .action(async (folder: string, { json, ...flags }: StoreFlags & { json?: boolean }) => {
      const done = await withStore(flags, ({ timeseries }) =>
        timeseries.backup(resolve(folder), ({ people }) => {
          if (terminal.interactive) terminal.err(`\r${people} people\u001b[K`);
        }),
      );
      if (terminal.interactive) terminal.err('\r\u001b[K');
      await terminal.out(json ? `${JSON.stringify(done)}\n` : `${done.snapshot}\n`);
      terminal.err(
        `${done.people} people, ${done.blocks} blocks, of which ${done.newBlocks} are new (${done.newBytes} bytes).\n`,
      );
    });
}
