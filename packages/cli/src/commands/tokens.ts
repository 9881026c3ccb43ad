import { roles, type TokenSummary } from '@sojourn/datamodel/http';
import { Command, Option } from 'commander';
import { CommandError, exitCode, usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, withStore, withStoreOptions } from './store-options.js';

interface CreateFlags extends StoreFlags {
  readonly role: TokenSummary['role'];
  readonly label?: string;
  readonly prefix?: string;
  readonly count: string;
  readonly json?: boolean;
}

/** More tokens than this are made in several requests. */
const LARGEST_REQUEST = 10_000;

export function tokensCommand(terminal: Terminal): Command {
  const command = new Command('tokens')
    .summary('make, list and withdraw tokens')
    .description(
      'A token says who somebody is: phones, scripts and the web page present it. Its text is shown once, when it is ' +
        'made; the store keeps only a keyed hash. Works while Sojourn is up, and while it is not.',
    )
    .addHelpText(
      'after',
      `
Examples:
  sojourn tokens create                               one participant
  sojourn tokens create --count 50 --prefix nrelop_bikes_default_ > tokens.txt
  sojourn tokens create --role researcher --label "Ana, thesis"
  sojourn tokens list
  sojourn tokens revoke 3f6c09d2`,
    );

  withStoreOptions(command.command('create'))
    .summary('make tokens and print them')
    .description('Makes tokens and prints them, one a line.')
    .addOption(new Option('--role <role>', 'what it allows').choices(roles).default('participant'))
    .option('--label <text>', 'whatever helps you to know it again')
    .option('--prefix <text>', 'text before the random part')
    .option('--count <number>', 'how many', '1')
    .option('--json', 'print one JSON object a line, with id, token and role')
    .action(async (flags: CreateFlags) => {
      const count = readCount(flags.count);
      await withStore(flags, async ({ timeseries }) => {
        const made = await timeseries.issueTokens({
          role: flags.role,
          count,
          ...(flags.label === undefined ? {} : { label: flags.label }),
          ...(flags.prefix === undefined ? {} : { prefix: flags.prefix }),
        });
        for (const token of made) await terminal.out(`${flags.json ? JSON.stringify(token) : token.token}\n`);
      });
    });

  withStoreOptions(command.command('list'))
    .summary('list tokens, without their text')
    .description('Lists tokens, without their text: it is not kept.')
    .option('--json', 'print one JSON object a line')
    .action(async (flags: StoreFlags & { json?: boolean }) => {
      await withStore(flags, async ({ timeseries }) => {
        const tokens = await timeseries.tokens();
        if (flags.json) for (const token of tokens) await terminal.out(`${JSON.stringify(token)}\n`);
        else await terminal.out(table(tokens));
      });
    });

  withStoreOptions(command.command('revoke'))
    .summary('withdraw tokens')
    .description(
      'Withdraws tokens by the id that list shows, or as much of its beginning as tells it apart. Takes effect at ' +
        'once; the data stays.',
    )
    .argument('<id...>', 'ids of tokens')
    .action(async (ids: string[], flags: StoreFlags) => {
      await withStore(flags, async ({ timeseries }) => {
        const known = await timeseries.tokens();
        for (const id of ids.map((beginning) => idOf(known, beginning))) {
          await timeseries.withdrawToken(id);
          terminal.err(`${id} is withdrawn.\n`);
        }
      });
    });
  return command;
}

function idOf(tokens: readonly TokenSummary[], beginning: string): string {
  const [match, ...others] = tokens.filter(({ id }) => id.startsWith(beginning));
  if (match && others.length === 0) return match.id;
  const count = match ? 'several tokens have' : 'no token has';
  throw new CommandError(exitCode.failure, `${count} an id that begins with ${beginning}`);
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > LARGEST_REQUEST) {
    throw usageError(`--count ${text}: expected a whole number from 1 to ${LARGEST_REQUEST}`);
  }
  return count;
}

function table(tokens: readonly TokenSummary[]): string {
  const rows = tokens.map(({ id, role, created, person, label }) => [
    id,
    role,
    new Date(created * 1000).toISOString().slice(0, 16).replace('T', ' '),
    person ?? '-',
    label ?? '',
  ]);
  const all = [['id', 'role', 'created (UTC)', 'person', 'label'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
