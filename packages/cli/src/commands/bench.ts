import { Command } from 'commander';
import { CommandError, exitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/** What a benchmark finds out: figures by name, and what they were measured on. */
type Figures = Readonly<Record<string, unknown>>;

/** A benchmark of @sojourn/bench: measures, tells its progress, and gives back its figures. */
type Benchmark = (options: { readonly report: (line: string) => void }) => Promise<Figures>;

const benchmarks = {
  store: { summary: 'upload, scan, stream and query of the encrypted store', name: 'benchStore' },
  gateway: { summary: 'the gateway beside a plain Fastify proxy, in the same run', name: 'benchGateway' },
} as const;

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
  for (const [what, { summary, name }] of Object.entries(benchmarks)) {
    command
      .command(what)
      .summary(summary)
      .description(`Measures ${summary}.`)
      .option('--json', 'print one JSON object and nothing else')
      .action(async ({ json }: { json?: boolean }) => {
        const benchmark = ((await import(BENCHMARKS)) as Record<string, unknown>)[name];
        if (typeof benchmark !== 'function') {
          throw new CommandError(exitCode.failure, `this build has no benchmark of the ${what}`);
        }
        const figures = await (benchmark as Benchmark)({ report: (line) => terminal.err(`${line}\n`) });
        await terminal.out(json ? `${JSON.stringify(figures)}\n` : table(figures));
      });
  }
  return command;
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
