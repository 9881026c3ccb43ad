import { cities, type SimulationOptions, simulate } from '@sojourn/simulator';
import { Command, Option } from 'commander';
import { usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

interface Flags {
  readonly seed: string;
  readonly people: string;
  readonly days: string;
  readonly from: string;
  readonly platform: 'android' | 'ios' | 'mixed';
  readonly city?: string;
  readonly flights: boolean;
  readonly truth?: boolean;
}

export function simulateCommand(terminal: Terminal): Command {
  return new Command('simulate')
    .summary('write the phone entries of invented people')
    .description(
      'Writes what the phones of invented people record, one JSON entry a line, in the form in which phones upload ' +
        'it. The same seed and options give the same lines. With several people each line is ' +
        '{"person":ID,"entry":ENTRY}, one person after the other.',
    )
    .option('--seed <text>', 'where the invention starts from', 'sojourn')
    .option('--people <number>', 'how many people', '1')
    .option('--days <number>', 'how many days', '14')
    .option('--from <date>', 'the first day', '2024-06-03')
    .addOption(
      new Option('--platform <name>', 'whose phones').choices(['android', 'ios', 'mixed']).default('mixed'),
    )
    .option(
      '--city <name>',
      `where they live: ${cities.map(({ name }) => name).join(', ')}, or its time zone`,
    )
    .option('--no-flights', 'keep everybody on the ground')
    .option('--truth', 'write the trips that really happened instead of what the phones recorded')
    .addHelpText(
      'after',
      `
Examples:
  sojourn simulate --days 1 > day.ndjson
  sojourn simulate --days 1 | jq -s . > day.json && sojourn day day.json --print segmentation/raw_trip
  sojourn simulate --people 100 --days 7 --platform ios --city Lisboa | gzip > week.ndjson.gz
  sojourn simulate --seed 7 --truth | jq -c '[.from.name, .to.name, .distance]'`,
    )
    .action(async (flags: Flags) => {
      const options = readOptions(flags);
      const wrap = options.people !== 1;
      for (const { person, entries, groundTruth } of people(options)) {
        const lines = new Lines(terminal);
        for (const item of flags.truth ? groundTruth : entries) {
          await lines.write(JSON.stringify(wrap ? { person, [flags.truth ? 'trip' : 'entry']: item } : item));
        }
        await lines.flush();
      }
    });
}

function readOptions(flags: Flags): SimulationOptions {
  return {
    seed: flags.seed,
    people: Number(flags.people),
    days: Number(flags.days),
    from: flags.from,
    platform: flags.platform,
    flights: flags.flights,
    ...(flags.city === undefined ? {} : { city: flags.city }),
  };
}

function* people(options: SimulationOptions): ReturnType<typeof simulate> {
  try {
    yield* simulate(options);
  } catch (error) {
    if (error instanceof RangeError) throw usageError(error.message);
    throw error;
  }
}

/** Gathers lines into large writes, and waits for whoever reads them. */
class Lines {
  private pending = '';

  constructor(private readonly terminal: Terminal) {}

  async write(line: string): Promise<void> {
    this.pending += `${line}\n`;
    if (this.pending.length > 65_536) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text !== '') await this.terminal.out(text);
  }
}
