import { type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';

/**
 * The log on standard error: JSON lines, readable ones on a terminal. JSON lines are written in batches; a
 * quarter of a second is the most that a kill can lose.
 *
 * @param level `fatal` … `trace` or `silent`
 */
export function createLogger(level: string): Logger {
  const options = {
    level,
    base: { name: 'gateway', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (process.stderr.isTTY) {
    const stream = pino.destination({ dest: 2, sync: true });
    return pino(
      options,
      PinoPretty({ destination: stream, ignore: 'pid,name', translateTime: 'SYS:HH:MM:ss' }),
    );
  }
  return pino(options, pino.destination({ dest: 2, sync: false, minLength: 8192, periodicFlush: 250 }));
}
