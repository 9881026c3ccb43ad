import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CommandError, exitCode } from '../exit-code.js';
import { type PlatformSettings, storeProcess } from '../platform/index.js';
import type { Terminal } from '../terminal.js';

/** What such a process says, line by line. */
interface Told<Done> {
  readonly progress?: { readonly people: number };
  readonly done?: Done;
  readonly problem?: { readonly title: string; readonly detail?: string };
}

/**
 * Runs a program that works on the store of a data folder while no service does.
 * @returns what it says at its end
 * @throws CommandError with the problem that it tells
 */
export async function runStoreProgram<Done>(
  program: Parameters<typeof storeProcess>[1],
  words: readonly string[],
  settings: PlatformSettings,
  terminal: Terminal,
): Promise<Done> {
  const { main, environment } = storeProcess(settings, program);
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let last: Told<Done> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line) as Told<Done>;
    if (last.progress && terminal.interactive) terminal.err(`\r${last.progress.people} people\u001b[K`);
  }
  if (terminal.interactive) terminal.err('\r\u001b[K');
  await ended;
  if (last.done === undefined) throw new CommandError(exitCode.failure, reasonOf(program, last.problem));
  return last.done;
}

function reasonOf(program: string, problem: Told<unknown>['problem']): string {
  if (problem === undefined) return `${program} ended before it was done`;
  return problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`;
}
