import { isSojournError } from '@sojourn/datamodel';
import type { RunOutcome } from '@sojourn/datamodel/http';
import { Command } from 'commander';
import { type DayArguments, parseDayArguments, type Step } from '../day/arguments.js';
import { type EntryFile, readEntryFile } from '../day/entry-file.js';
import { printResults } from '../day/print.js';
import { type DaySession, openDaySession } from '../day/session.js';
import { readSettingFiles } from '../day/setting-file.js';
import { CommandError, exitCode, usageError } from '../exit-code.js';
import { showProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export function dayCommand(terminal: Terminal): Command {
  return (
    new Command('day')
      .summary('run recorded entries through the real pipeline and print what comes out')
      .usage('STEP… [--set NAME=VALUE]… --print WHAT…')
      .description(
        'Takes recorded entries through the real store and pipeline, on a temporary folder that is removed at the end, ' +
          'as those of one person. Results go to stdout, everything else to stderr.',
      )
      .addHelpText('after', help)
      // The order of files and options matters here; a parser of options would lose it.
      .helpOption(false)
      .allowUnknownOption()
      .argument('[steps...]')
      .action(async (_steps: string[], _options: unknown, command: Command) => {
        const parsed = parseDayArguments(command.args);
        if (parsed.help) command.help();
        await runDay(parsed, terminal);
      })
  );
}

const help = `
Steps, carried out in the order of the command line; a run is implied at the end unless the last step is one:
  FILE                  store the entries of a file: a JSON array, may be compressed with gzip. Entries of a server
                        (with _id) go straight into the long-term store, entries of phones through upload.
  --run                 run the pipeline
  --run=STAGE..STAGE    run a part of it
  --reset TIME          take the pipeline back to a time: seconds since 1970, or as 2016-07-23T00:00:00Z
  --reset-modes TIME    take back the modes of sections since a time, and nothing else

Options:
  --set NAME=VALUE      change a setting of the pipeline; the value is JSON, else text; @FILE takes it from a file of
                        JSON, which may be compressed with gzip
  --print WHAT          what to print after the last run; may be repeated, then every line is
                        {"print":WHAT,"value":…}
                          a stream key   its entries, one JSON object a line, in order of (write_ts, _id)
                          state          how far each stage has come: one JSON object by stage name
                          timings        CPU milliseconds and entries of each stage
                          geojson:DATE or geojson:DATE..DATE
                                         the trips that started on these local dates, YYYY-MM-DD: one JSON array of
                                         GeoJSON collections
                          metrics:DATE or metrics:DATE..DATE
                                         sums of these trips by date and label, as one JSON object
  -v, --verbose         show the logs of the services
  -h, --help            show this

Exit status: 0 done, 1 failure, 2 the command line makes no sense, 3 a file cannot be read, 4 a service did not
start or died, 5 a stage failed.

Examples:
  sojourn day day.json.gz --print segmentation/raw_trip
  sojourn day monday.json tuesday.json --print segmentation/raw_trip --print state
  sojourn day monday.json --run tuesday.json --print segmentation/raw_place
  sojourn day day.json --set intake.cleaning.filter_accuracy.enable=true --print segmentation/raw_trip`;

async function runDay({ steps, prints, verbose, ...given }: DayArguments, terminal: Terminal): Promise<void> {
  const files = await readAll(steps);
  const settings = { ...given.settings, ...(await readSettingFiles(given.settingFiles)) };
  const session = await openDaySession(
    verbose ? { log: 'forward', logLevel: 'info' } : { log: 'keep', logLevel: 'warn' },
  );
  try {
    const runs: RunOutcome[] = [];
    for (const step of steps) {
      if (step.kind === 'load') await load(session, step.file, files.get(step.file)!, terminal);
      else if (step.kind === 'run') runs.push(await run(session, step, settings, terminal));
      else await reset(session, step, terminal);
    }
    await printResults(prints, { person: session.person, runs, settings }, terminal);
    requireSuccess(runs);
  } finally {
    await session.close();
  }
}

/** Reads every file before anything is started: a wrong name should not cost a minute. */
async function readAll(steps: readonly Step[]): Promise<Map<string, EntryFile>> {
  const files = new Map<string, EntryFile>();
  for (const step of steps) {
    if (step.kind === 'load' && !files.has(step.file)) files.set(step.file, await readEntryFile(step.file));
  }
  return files;
}

async function load(session: DaySession, name: string, file: EntryFile, terminal: Terminal): Promise<void> {
  const count = file.entries.length;
  const progress = showProgress(
    terminal,
    `${file.form === 'server' ? 'Importing' : 'Uploading'} ${name}`,
    count,
  );
  await session.load(file, (stored) => progress.update(stored));
  progress.end(`${count} entries`);
}

async function run(
  session: DaySession,
  { stages }: Extract<Step, { kind: 'run' }>,
  settings: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<RunOutcome> {
  const progress = showProgress(terminal, 'Running the pipeline', 1);
  const request = {
    settings: { ...settings },
    ...(stages ? { stages: { from: stages.first, to: stages.last } } : {}),
  };
  const outcome = await session.run(request).catch((error: unknown) => {
    progress.end('failed');
    // The only things a run can be asked wrongly are the names and values on our command line.
    if (isSojournError(error) && error.code === 'request-invalid') throw usageError(error.message);
    throw error;
  });
  progress.end(outcome.changed ? 'done' : 'nothing changed');
  return outcome;
}

async function reset(
  session: DaySession,
  { time, part }: Extract<Step, { kind: 'reset' }>,
  terminal: Terminal,
): Promise<void> {
  const progress = showProgress(terminal, 'Taking the pipeline back', 1);
  const { removed } = await session.reset(time, part);
  progress.end(`${removed} results removed`);
}

function requireSuccess(runs: readonly RunOutcome[]): void {
  for (const { outcome, code, stages } of runs) {
    const failed = stages.filter((stage) => stage.outcome === 'failed');
    if (outcome === 'done' && failed.length === 0) continue;
    const reasons = failed.map((stage) => `${stage.stage} failed: ${stage.code ?? 'no reason given'}`);
    throw new CommandError(
      exitCode.run,
      reasons.join('; ') || `the run failed: ${code ?? 'no reason given'}`,
    );
  }
}
