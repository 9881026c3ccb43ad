import { isSojournError } from '@sojourn/datamodel';
import { Command, CommanderError } from 'commander';
import { backupCommand } from './commands/backup.js';
import { benchCommand } from './commands/bench.js';
import { dayCommand } from './commands/day.js';
import { eraseCommand } from './commands/erase.js';
import { keysCommand } from './commands/keys.js';
import { migrateCommand } from './commands/migrate.js';
import { restoreCommand } from './commands/restore.js';
import { simulateCommand } from './commands/simulate.js';
import { tokensCommand } from './commands/tokens.js';
import { trainForestCommand } from './commands/train-forest.js';
import { upCommand } from './commands/up.js';
import { verifyCommand } from './commands/verify.js';
import { readVersion, versionCommand } from './commands/version.js';
import { CommandError, type ExitCode, exitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Runs one command line (without the program's name) and gives back the status to exit with. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = createProgram(terminal);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode.success;
  } catch (error) {
    return explain(error, terminal);
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('sojourn')
    .description('A travel diary that keeps each person’s data under their own key.')
    .version(readVersion(), '-V, --version', 'print the release')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
First steps:
  sojourn up --demo                 start everything, with two weeks of an invented person in it
  sojourn tokens create             make a token; a phone or the web page signs in with it
  sojourn simulate --days 1         see what a phone records
  sojourn day day.json --print segmentation/raw_trip
                                    see what the pipeline makes of it

Settings come from sojourn.yaml in the working folder (or the file that --config or SOJOURN_CONFIG names), from
SOJOURN_* variables, which win over it, and from options, which win over both.`,
    );
  const commands = [
    upCommand(terminal),
    dayCommand(terminal),
    tokensCommand(terminal),
    backupCommand(terminal),
    restoreCommand(terminal),
    eraseCommand(terminal),
    keysCommand(terminal),
    migrateCommand(terminal),
    verifyCommand(terminal),
    simulateCommand(terminal),
    trainForestCommand(terminal),
    benchCommand(terminal),
    versionCommand(terminal),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands, ...commands.flatMap(({ commands: inner }) => inner)]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
  }
  return program;
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has printed help, version or its complaint already.
    return error.exitCode === 0 ? exitCode.success : exitCode.usage;
  }
  if (error instanceof CommandError) {
    terminal.err(`sojourn: ${error.message}\n`);
    return error.exitCode;
  }
  if (isSojournError(error)) {
    terminal.err(`sojourn: ${error.message} (${error.code})\n`);
    return exitCode.failure;
  }
  terminal.err(`sojourn: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCode.failure;
}
