import { Readable } from 'node:stream';
import { toSojournError } from '@sojourn/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import { RenderedAnswer } from '../answer.js';

const NDJSON = 'application/x-ndjson; charset=utf-8';

/** An answer of lines: those that the work tells, and as the last one its result or what has ended it. */
export function told(
  log: FastifyBaseLogger,
  work: (tell: (line: object) => void) => Promise<object>,
): RenderedAnswer {
  const body = new Readable({ read() {}, encoding: 'utf8' });
  const tell = (line: object) => void body.push(`${JSON.stringify(line)}\n`);
  work(tell)
    .catch((thrown: unknown) => {
      const error = toSojournError(thrown);
      if (error.status >= 500) log.error({ err: thrown }, error.code);
      return { problem: error.toProblem() };
    })
    .then((last) => {
      tell(last);
      body.push(null);
    });
  return new RenderedAnswer(NDJSON, body);
}
