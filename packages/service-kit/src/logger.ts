import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type PinoPretty from 'pino-pretty';

// For what only terminals need: loaded at a time when nothing can be waited for.
const require = createRequire(import.meta.url);

/** What a log can be told. */
export interface LoggerOptions {
  /** Name of the process, on every line. */
  readonly name: string;
  /** `fatal` … `trace` or `silent`; default `info`. */
  readonly level?: string;
  /** Readable lines instead of JSON; default: when stderr is a terminal. */
  readonly pretty?: boolean;
  /** Key of the short hash that stands for a person; the same key gives the same hash in every process. */
  readonly personKey?: Uint8Array;
  /** Where the lines go; default stderr, since stdout belongs to results. */
  readonly destination?: DestinationStream;
}

// Names under which a secret or a body could slip into a line; each is censored on the top two levels.
const SECRETS = ['authorization', 'cookie', 'token', 'user', 'secret', 'key', 'password', 'body', 'headers'];

/**
 * A pino logger that keeps people out of the log: write a person as `{ person: id }` and a short keyed hash
 * appears in its place.
 */
export function createLogger(options: LoggerOptions): Logger {
  const personKey = options.personKey ?? randomBytes(32);
  const pretty = options.pretty ?? (options.destination === undefined && process.stderr.isTTY === true);
  const stream = options.destination ?? destination({ dest: 2, sync: true });
  return pino(
    {
      name: options.name,
      level: options.level ?? 'info',
      base: { name: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
      serializers: {
        person: (person: unknown) => personHash(personKey, person),
        err: describeError,
        error: describeError,
      },
    },
    pretty ? readable(stream) : stream,
  );
}

function readable(destination: DestinationStream): DestinationStream {
  const pretty = require('pino-pretty') as typeof PinoPretty;
  return pretty({ destination, ignore: 'pid,name', translateTime: 'SYS:HH:MM:ss' });
}

function personHash(key: Uint8Array, person: unknown): string {
  return createHmac('sha256', key).update(String(person)).digest('base64url').slice(0, 8);
}

/** An error as a log line shows it. The message of a SyntaxError is left out: it quotes what was parsed. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const quotes = error instanceof SyntaxError;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...('code' in error ? { code: error.code } : {}),
    ...(quotes ? {} : { message: error.message }),
    stack: frames?.join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
