import { SojournError } from '../errors.js';
import { errorOfAnswer } from '../http/index.js';
import { readLines } from './ndjson.js';

/** The last line of an answer that tells how work goes on. */
interface LastLine<Done> {
  readonly done?: Done;
  readonly problem?: unknown;
}

/** Status of an answer that began before it was known how the work ends. */
const OK = 200;

/**
 * Follows work on everything: gives each line on, and the result of the last one.
 * @throws SojournError the problem that ended the work, `response-invalid` when there is no last line
 */
export async function followWork<Line extends object, Done>(
  chunks: AsyncIterable<Uint8Array>,
  onLine: (line: Line) => void,
): Promise<Done> {
  for await (const lines of readLines(chunks)) {
    for (const line of lines as (Line & LastLine<Done>)[]) {
      if (line.done !== undefined) return line.done;
      if (line.problem !== undefined) throw errorOfAnswer(OK, line.problem);
      onLine(line);
    }
  }
  throw new SojournError('response-invalid', { detail: 'the answer ended before the work' });
}
