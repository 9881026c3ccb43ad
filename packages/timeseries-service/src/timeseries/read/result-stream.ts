import { type Entry, SojournError } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import type { EntryQuery, ResultPage, ResultStream } from '../query.js';
import { mergeRuns, type Run } from './merge.js';
import { PageCursors } from './page-cursor.js';
import { planRead, type ReadPlan } from './plan.js';
import { Renderer } from './render.js';
import { limitedRuns } from './truncate.js';

/** The answer to a query; nothing is read before it is consumed. */
export class PersonResult implements ResultStream {
  readonly #plan: ReadPlan;

  constructor(
    private readonly load: () => Promise<PersonState>,
    private readonly query: EntryQuery,
  ) {
    this.#plan = planRead(query);
  }

  async *json(separator: ',' | '\n'): AsyncGenerator<Uint8Array> {
    const renderer = new Renderer();
    let first = true;
    for await (const runs of this.#runs()) {
      for (const chunk of renderer.json(runs, separator, first)) yield chunk;
      first = false;
    }
  }

  async *objects(): AsyncGenerator<Entry[]> {
    const renderer = new Renderer();
    for await (const runs of this.#runs()) yield renderer.objects(runs);
  }

  async page(size: number, cursor?: string): Promise<ResultPage> {
    if (this.query.limit !== undefined) {
      throw new SojournError('request-invalid', { detail: 'pages and a limit exclude each other' });
    }
    const state = await this.#open();
    const cursors = new PageCursors(state.context.keys.purpose('cursor'), state.id, this.#plan);
    const start = cursor === undefined ? undefined : cursors.read(cursor);
    const until = start?.until ?? state.head.sequence;
    const { runs, count, more } = await takeRows(mergeRuns(state, this.#plan, until, start?.after), size);
    const last = runs.at(-1);
    return {
      chunks: new Renderer().json(runs, ',', true),
      count,
      cursor: more && last ? cursors.write({ after: last.cursor.positionAt(last.to - 1), until }) : null,
    };
  }

  async *#runs(): AsyncGenerator<Run[]> {
    const state = await this.#open();
    for await (const runs of limitedRuns(state, this.#plan, this.query, state.head.sequence)) {
      if (runs.length > 0) yield runs;
    }
  }

  async #open(): Promise<PersonState> {
    const state = await this.load();
    state.assertOpen();
    return state;
  }
}

async function takeRows(
  batches: AsyncIterable<Run[]>,
  size: number,
): Promise<{ readonly runs: Run[]; readonly count: number; readonly more: boolean }> {
  const runs: Run[] = [];
  let count = 0;
  for await (const batch of batches) {
    for (const run of batch) {
      if (count === size) return { runs, count, more: true };
      const to = Math.min(run.to, run.from + size - count);
      runs.push({ ...run, to });
      count += to - run.from;
      if (to < run.to) return { runs, count, more: true };
    }
  }
  return { runs, count, more: false };
}
