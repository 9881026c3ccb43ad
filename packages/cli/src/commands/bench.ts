import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runtimeFlags } from '@sojourn/service-kit';
import { Command, Option } from 'commander';
import { CommandError, exitCode, usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/** What a benchmark finds out: figures by name, and what they were measured on. */
type Figures = Readonly<Record<string, unknown>>;

/** The script that measures, in a process with the flags that services run with. */
const BENCHMARKS = join(
  dirname(createRequire(import.meta.url).resolve('@sojourn/bench/package.json')),
  'dist',
  'main.js',
);

export function benchCommand(terminal: Terminal): Command {
  const command = new Command('bench')
    .summary('measure the store, the pipeline or the gateway')
    .description('Measures on this machine, with nothing else running, please. Takes a minute or two.')
    .addHelpText(
      'after',
      `
Examples:
  sojourn bench store
  sojourn bench pipeline --json
  sojourn bench gateway --json > gateway.json`,
    );
  const print = async (figures: Figures, json: boolean | undefined) =>
    terminal.out(json ? `${JSON.stringify(figures)}\n` : table(figures));

  command
    .command('store')
    .summary('upload, scan, stream and query of the encrypted store')
    .description('Measures upload, scan, stream and query of the encrypted store.')
    .option('--json', 'print one JSON object and nothing else')
    .option('--entries <number>', 'how many entries to measure on', '1000000')
    .addOption(
      new Option('--engine <name>', 'mongodb: measure a store on MongoDB as well').choices([
        'embedded',
        'mongodb',
      ]),
    )
    .option('--mongodb-url <url>', 'server for --engine mongodb (default: SOJOURN_MONGODB_URL)')
    .action(async ({ json, entries, ...flags }: StoreBenchFlags) => {
      const count = readCount('--entries', entries);
      await print(await measure('store', { entries: count, ...serverOf(flags) }), json);
    });
  command
    .command('pipeline')
    .summary('a run of the pipeline, in memory and with the store')
    .description(
      'Measures runs of the whole pipeline over recorded days: in memory, and with the real services.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--rounds <number>', 'how often to measure each day', '7')
    .option('--people <number>', 'instead: so many simulated people with a day each, from upload to diary')
    .action(async ({ json, rounds, people }: { json?: boolean; rounds: string; people?: string }) => {
      const figures =
        people === undefined
          ? await measure('pipeline', { rounds: readCount('--rounds', rounds) })
          : await measure('people', { people: readCount('--people', people) });
      await print(figures, json);
    });
  command
    .command('gateway')
    .summary('the gateway beside a plain Fastify proxy, in the same run')
    .description('Measures the gateway beside a plain Fastify proxy with the same features, in the same run.')
    .option('--json', 'print one JSON object and nothing else')
    .option('--rounds <number>', 'how often to measure each', '5')
    .action(async ({ json, rounds }: { json?: boolean; rounds: string }) => {
      await print(await measure('gateway', { rounds: readCount('--rounds', rounds) }), json);
    });
  command
    .command('web')
    .summary('the web page in a real browser')
    .description(
      'Measures the web page in a real browser without a graphics card: the first view of the diary, a year of 3 000 ' +
        'trips while it scrolls, and a press on a trip with 100 000 positions on the map.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--rounds <number>', 'how often to open the diary', '5')
    .action(async ({ json, rounds }: { json?: boolean; rounds: string }) => {
      await print(await measure('web', { rounds: readCount('--rounds', rounds) }), json);
    });
  command
    .command('phones')
    .summary('many phones that sync at once through the gateway, and an overload')
    .description(
      'Lets simulated phones sync at once through the gateway, compares what is stored with what they sent, and then ' +
        'asks for more than can be done.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--phones <number>', 'how many phones', '1000')
    .action(async ({ json, phones }: { json?: boolean; phones: string }) => {
      await print(await measure('phones', { phones: readCount('--phones', phones) }), json);
    });
  command
    .command('scale')
    .summary('what a million people need, from what some cost here')
    .description(
      'Measures what some simulated people cost, and simulates a day of many: requests, cores, storage, shards, price.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option('--people <number>', 'of how many people the day is', '1000000')
    .action(async ({ json, people }: { json?: boolean; people: string }) => {
      await print(await measure('scale', { people: readCount('--people', people) }), json);
    });
  return command;
}

interface StoreBenchFlags {
  readonly json?: boolean;
  readonly entries: string;
  readonly engine?: string;
  readonly mongodbUrl?: string;
}

function serverOf({ engine, mongodbUrl = process.env.SOJOURN_MONGODB_URL }: Partial<StoreBenchFlags>) {
  if (engine !== 'mongodb') return {};
  if (!mongodbUrl) throw usageError('--engine mongodb needs --mongodb-url or SOJOURN_MONGODB_URL');
  return { mongodbUrl };
}

/** @throws CommandError when the measurement fails; what it says on its way goes to stderr */
async function measure(what: string, options: Figures): Promise<Figures> {
  const child = spawn(process.execPath, [...runtimeFlags, BENCHMARKS, what, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (status !== 0) throw new CommandError(exitCode.process, `the benchmark ended with status ${status}`);
  return JSON.parse(output) as Figures;
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
