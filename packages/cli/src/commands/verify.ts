import type { ServiceClient } from '@sojourn/datamodel/client';
import { Command } from 'commander';
import { CommandError, exitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, withStore, withStoreOptions } from './store-options.js';

export function verifyCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('verify'))
    .summary('check every block that is stored')
    .description(
      'Opens every block of everybody and compares all of it with what should be there. Prints what is damaged, by ' +
        'person, and nothing of what people did. Works while Sojourn is up, and while it is not.',
    )
    .option('--json', 'print one JSON object a person, those without damage included')
    .action(async ({ json, ...flags }: StoreFlags & { json?: boolean }) => {
      await withStore(flags, ({ timeseries }) => verify(timeseries, terminal, json ?? false));
    });
}

/** @throws CommandError when anything is damaged */
export async function verify(
  timeseries: Pick<ServiceClient, 'verify'>,
  terminal: Terminal,
  json: boolean,
): Promise<void> {
  let [blocks, entries, locked] = [0, 0, 0];
  const lines: string[] = [];
  const { people, damaged } = await timeseries.verify((findings) => {
    blocks += findings.blocks;
    entries += findings.entries;
    if (findings.locked) locked += 1;
    if (json) lines.push(JSON.stringify(findings));
    else {
      for (const { code, block, keys } of findings.damage) {
        lines.push([findings.person, code, block ?? '-', keys?.join(' ') ?? ''].join('  ').trimEnd());
      }
    }
  });
  for (const line of lines) await terminal.out(`${line}\n`);
  const closed = locked === 0 ? '' : `, ${locked} of them locked: their blocks could not be opened`;
  terminal.err(`${people} people${closed}, ${blocks} blocks, ${entries} entries.\n`);
  if (damaged > 0) throw new CommandError(exitCode.failure, `${damaged} people have damaged data`);
  terminal.err('Everything is whole.\n');
}
