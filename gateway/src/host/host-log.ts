import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Logger } from 'pino';
import { host } from './express-gateway.js';

let current: Logger | undefined;

/** Sends what the host has to say to our log instead of standard output. */
export function redirectHostLog(logger: Logger): void {
  const first = current === undefined;
  current = logger.child({ component: 'express-gateway' });
  if (!first) return;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const line = stripVTControlCharacters(String(chunk)).trim();
      const [, level = 'info', message = line] = /^\S+ \S+ (\w+): (.*)$/s.exec(line) ?? [];
      // What it calls information is of no use to whoever runs the gateway.
      if (level === 'error' || level === 'warn') current?.[level](message);
      else current?.debug(message);
      done();
    },
  });
  for (const hostLogger of Object.values(host.loggers)) {
    if (typeof hostLogger === 'function') continue;
    hostLogger.clear().add(new host.winston.transports.Stream({ stream }));
  }
}
