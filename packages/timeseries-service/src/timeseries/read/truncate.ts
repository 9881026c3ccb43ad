import type { PersonState } from '../person/person-state.js';
import type { EntryQuery } from '../query.js';
import { countMatches } from './count.js';
import { mergeRuns, type Run } from './merge.js';
import type { ReadPlan } from './plan.js';

/** The runs of an answer that is not to be longer than the query's limit. */
export async function* limitedRuns(
  state: PersonState,
  plan: ReadPlan,
  query: EntryQuery,
  until: number,
): AsyncGenerator<Run[]> {
  const { limit, truncate = 'first' } = query;
  if (limit === undefined) yield* mergeRuns(state, plan, until);
  else if (limit <= 0) return;
  else if (truncate === 'first') yield* firstRows(mergeRuns(state, plan, until), limit);
  else if (truncate === 'last') yield* lastRows(state, plan, until, limit);
  else yield* sampledRows(state, plan, until, limit);
}

async function* firstRows(batches: AsyncIterable<Run[]>, limit: number): AsyncGenerator<Run[]> {
  let left = limit;
  for await (const batch of batches) {
    const kept: Run[] = [];
    for (const run of batch) {
      if (left <= 0) break;
      const to = Math.min(run.to, run.from + left);
      kept.push({ ...run, to });
      left -= to - run.from;
    }
    yield kept;
    if (left <= 0) return;
  }
}

/** Walks backwards once to find where the last rows begin, then reads them forwards: memory does not grow with them. */
async function* lastRows(
  state: PersonState,
  plan: ReadPlan,
  until: number,
  limit: number,
): AsyncGenerator<Run[]> {
  let left = limit + 1;
  for await (const batch of mergeRuns(state, { ...plan, descending: !plan.descending }, until)) {
    for (const { cursor, from, to } of batch) {
      if (to - from >= left) {
        yield* mergeRuns(state, plan, until, cursor.positionAt(from + left - 1));
        return;
      }
      left -= to - from;
    }
  }
  yield* mergeRuns(state, plan, until);
}

async function* sampledRows(
  state: PersonState,
  plan: ReadPlan,
  until: number,
  limit: number,
): AsyncGenerator<Run[]> {
  const matches = await countMatches(state, plan);
  if (matches <= limit) {
    yield* mergeRuns(state, plan, until);
    return;
  }
  const step = Math.floor(matches / limit) + 1;
  let index = 0;
  for await (const batch of mergeRuns(state, plan, until)) {
    const kept: Run[] = [];
    for (const { cursor, from, to } of batch) {
      for (let place = from; place < to; place++) {
        if (index++ % step === 0) kept.push({ cursor, from: place, to: place + 1 });
      }
    }
    if (kept.length > 0) yield kept;
  }
}
