import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError, exitCode } from '../exit-code.js';
import { forestTraining } from '../platform/index.js';
import type { Terminal } from '../terminal.js';

export function trainForestCommand(terminal: Terminal): Command {
  return new Command('train-forest')
    .summary('train a forest that infers modes')
    .description(
      'Trains a random forest with sections whose mode somebody confirmed, in the form of the oldest recordings of ' +
        'e-mission, and prints it. It is a value of the setting classification.inference.mode.forest.',
    )
    .argument('<file>', 'a JSON array of sections')
    .action(async (file: string) => {
      if (!existsSync(file)) throw new CommandError(exitCode.input, `${file} is not there`);
      const child = spawn(process.execPath, [forestTraining(), resolve(file)], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stderr.on('data', (text: Buffer) => terminal.err(text.toString()));
      const ended = once(child, 'close') as Promise<[number | null]>;
      for await (const text of child.stdout) await terminal.out(text as Buffer);
      const [status] = await ended;
      if (status !== 0) throw new CommandError(exitCode.failure, 'no forest was trained');
    });
}
