import { Writable } from 'node:stream';
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
      current?.debug(String(chunk).trim());
      done();
    },
  });
  for (const hostLogger of Object.values(host.loggers)) {
    if (typeof hostLogger === 'function') continue;
    hostLogger.clear().add(new host.winston.transports.Stream({ stream }));
  }
}
