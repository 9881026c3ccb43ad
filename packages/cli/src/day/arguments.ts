import { usageError } from '../exit-code.js';
import { requirePrintable } from './print-request.js';

/** One thing to do, in the order of the command line. */
export type Step =
  | { readonly kind: 'load'; readonly file: string }
  | { readonly kind: 'run'; readonly stages?: { readonly first: string; readonly last: string } }
  | { readonly kind: 'reset'; readonly time: number; readonly part?: 'modes' };

export interface DayArguments {
  readonly steps: readonly Step[];
  /** Pipeline settings by name; values are JSON where they parse as such, else text. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Pipeline settings whose value is in a file: its path by the name of the setting. */
  readonly settingFiles: Readonly<Record<string, string>>;
  readonly prints: readonly string[];
  readonly verbose: boolean;
  readonly help: boolean;
}

/**
 * Reads the arguments of `sojourn day`. Steps are files and options mixed, and their order matters, so this is not
 * left to an option parser.
 *
 * A run is implied at the end unless the last step is one; without any step there is nothing to do.
 *
 * @throws CommandError with the usage status
 */
export function parseDayArguments(argv: readonly string[]): DayArguments {
  const steps: Step[] = [];
  const settings: Record<string, unknown> = {};
  const settingFiles: Record<string, string> = {};
  const prints: string[] = [];
  let verbose = false;
  let onlyFiles = false;
  const rest = [...argv];

  const takeValue = (name: string, inline: string | undefined): string => {
    const value = inline ?? rest.shift();
    if (value === undefined || value === '') throw usageError(`${name} needs a value`);
    return value;
  };

  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (onlyFiles || !argument.startsWith('-')) {
      steps.push({ kind: 'load', file: argument });
      continue;
    }
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const inline = equals < 0 ? undefined : argument.slice(equals + 1);
    switch (name) {
      case '--':
        onlyFiles = true;
        break;
      case '-h':
      case '--help':
        return { steps, settings, settingFiles, prints, verbose, help: true };
      case '-v':
      case '--verbose':
        verbose = true;
        break;
      case '--run':
        steps.push(inline === undefined ? { kind: 'run' } : { kind: 'run', stages: parseStages(inline) });
        break;
      case '--reset':
        steps.push({ kind: 'reset', time: parseTime(takeValue(name, inline), name) });
        break;
      case '--reset-modes':
        steps.push({ kind: 'reset', time: parseTime(takeValue(name, inline), name), part: 'modes' });
        break;
      case '--set': {
        const [setting, value] = splitSetting(takeValue(name, inline));
        // Of several values of a setting the last one counts, wherever it is.
        delete settings[setting];
        delete settingFiles[setting];
        if (value.startsWith('@')) settingFiles[setting] = value.slice(1);
        else settings[setting] = jsonOrText(value);
        break;
      }
      case '--print': {
        const what = takeValue(name, inline);
        requirePrintable(what);
        prints.push(what);
        break;
      }
      default:
        throw usageError(`unknown option ${name}`);
    }
  }
  if (steps.length === 0) throw usageError('no step: name at least one file of entries');
  if (prints.length === 0) throw usageError('nothing to print: add --print WHAT');
  if (steps.at(-1)?.kind !== 'run') steps.push({ kind: 'run' });
  return { steps, settings, settingFiles, prints, verbose, help: false };
}

function parseStages(text: string): { first: string; last: string } {
  const [first = '', last = first, ...more] = text.split('..');
  if (first === '' || last === '' || more.length > 0) {
    throw usageError(`--run=${text}: expected STAGE..STAGE or one STAGE`);
  }
  return { first, last };
}

/** Seconds since 1970 as a number, or an ISO time with an offset; local times would mean something else elsewhere. */
function parseTime(text: string, option: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = zoned ? Date.parse(text) / 1000 : Number.NaN;
  if (Number.isNaN(time)) {
    throw usageError(`${option} ${text}: expected seconds since 1970 or a time such as 2016-07-23T00:00:00Z`);
  }
  return time;
}

function splitSetting(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw usageError(`--set ${text}: expected NAME=VALUE`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
