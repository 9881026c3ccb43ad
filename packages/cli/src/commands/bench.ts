import { Command } from 'commander';
import { usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/** What a benchmark finds out: figures by name, and what they were measured on. */
type Figures = Readonly<Record<string, unknown>>;

/** What @sojourn/bench offers, as far as it is needed here. */
interface Benchmarks {
  readonly benchStore: (options: { entries?: number; progress: (line: string) => void }) => Promise<Figures>;
  readonly benchGateway: (options: { rounds?: number; report: (line: string) => void }) => Promise<Figures>;
}

/** Loaded only when it is asked for, and not needed to build the command. */
const BENCHMARKS: string = '@sojourn/bench';

export function benchCommand(terminal: Terminal): Command {
  const command = new Command('bench')
    .summary('measure the store or the gateway')
    .description('Measures on this machine, with nothing else running, please. Takes a minute or two.')
    .addHelpText(
      'after',
      `
Examples:
  sojourn bench store
  sojourn bench gateway --json > gateway.json`,
    );
  const say = (line: string) => terminal.err(`${line}\n`);
  const print = async (figures: Figures, json: boolean | undefined) =>
    terminal.out(json ? `${JSON.stringify(figures)}\n` : table(figures));
  const load = async () => (await import(BENCHMARKS)) as Benchmarks;

  command
    .command('store')
    .summary('upload, scan, stream and query of the encrypted store')
    .description('Measures upload, scan, stream and query of the encrypted store.')
    .option('--json', 'print one JSON object and nothing else')
    .option('--entries <number>', 'how many entries to measure on', '1000000')
    .action(async ({ json, entries }: { json?: boolean; entries: string }) => {
      const { benchStore } = await load();
      await print(await benchStore({ entries: readCount('--entries', entries), progress: say }), json);
    });
  command
    .command('gateway')
    .summary('the gateway beside a plain Fastify proxy, in the same run')
    .description('Measures the gateway beside a plain Fastify proxy with the same features, in the same run.')
    .option('--json', 'print one JSON object and nothing else')
    .option('--rounds <number>', 'how often to measure each', '5')
    .action(async ({ json, rounds }: { json?: boolean; rounds: string }) => {
      const { benchGateway } = await load();
      await print(await benchGateway({ rounds: readCount('--rounds', rounds), report: say }), json);
    });
  return command;
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw usageError(`${name} ${text}: expected a whole number`);
  return count;
}

function table(figures: Figures): string {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  return Object.entries(figures)
    .map(
      ([name, value]) =>
        `${name.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : value}\n`,
    )
    .join('');
}
