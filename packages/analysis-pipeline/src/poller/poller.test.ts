import { SojournError } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../runner/index.js';
import { type PersonToRun, Poller } from './index.js';

const unchanged: RunResult = { changed: true, sequence: 1, stages: [] };

function setUp(debounceSeconds = 60) {
  const people: PersonToRun[] = [];
  const runs: string[] = [];
  const errors: unknown[] = [];
  const state = { now: 0, answer: async (): Promise<RunResult> => unchanged, lists: true };
  const poller = new Poller({
    people: async function* () {
      if (!state.lists) throw new SojournError('service-unavailable');
      yield* people;
    },
    run: (id) => {
      runs.push(id);
      return state.answer();
    },
    clock: () => state.now * 1000,
    debounceSeconds,
    onError: (error) => errors.push(error),
  });
  /** Polls at a time and waits for what that starts. @returns who was run */
  const pollAt = async (now: number): Promise<string[]> => {
    state.now = now;
    await poller.poll();
    await poller.idle();
    return runs.splice(0);
  };
  const person = (id: string, change: Partial<PersonToRun> = {}) => {
    const known = people.findIndex((other) => other.id === id);
    const next = { id, sequence: 1, processedSequence: 0, locked: false, ...people[known], ...change };
    if (known < 0) people.push(next);
    else people[known] = next;
  };
  return { state, person, pollAt, errors, poller, runs };
}

describe('the poller', () => {
  it('runs people with new data when it has been quiet for a while', async () => {
    const { person, pollAt } = setUp();
    person('a');
    person('b', { processedSequence: 1 });
    expect(await pollAt(0)).toEqual([]);
    expect(await pollAt(59)).toEqual([]);
    expect(await pollAt(60)).toEqual(['a']);
  });

  it('waits on while data keeps coming, but not for ever', async () => {
    const { person, pollAt } = setUp();
    const ran: number[] = [];
    for (let now = 0; now <= 300; now += 30) {
      person('a', { sequence: now + 1 });
      if ((await pollAt(now)).length > 0) ran.push(now);
    }
    expect(ran).toEqual([300]);
  });

  it('leaves people alone whose data is locked, and forgets who is done or gone', async () => {
    const { person, pollAt } = setUp(0);
    person('a', { locked: true });
    expect(await pollAt(0)).toEqual([]);
    person('a', { locked: false });
    expect(await pollAt(1)).toEqual(['a']);
    person('a', { processedSequence: 1 });
    expect(await pollAt(2)).toEqual([]);
  });

  it('never runs a person twice at a time', async () => {
    const { person, state, poller, runs } = setUp(0);
    let finish = (): void => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(unchanged);
      });
    person('a');
    await poller.poll();
    await poller.poll();
    finish();
    await poller.idle();
    expect(runs).toEqual(['a']);
  });

  it('tries again after a failure, each time later, and at once when new data comes', async () => {
    const { person, pollAt, state, errors } = setUp(0);
    state.answer = () => Promise.reject(new SojournError('service-unavailable'));
    person('a');
    expect(await pollAt(0)).toEqual(['a']);
    expect(await pollAt(29)).toEqual([]);
    expect(await pollAt(30)).toEqual(['a']);
    expect(await pollAt(89)).toEqual([]);
    expect(await pollAt(90)).toEqual(['a']);
    person('a', { sequence: 2 });
    expect(await pollAt(91)).toEqual(['a']);
    expect(errors).toHaveLength(4);
  });

  it('takes a run of somebody else for no failure', async () => {
    const { person, pollAt, state, errors } = setUp(0);
    state.answer = () => Promise.reject(new SojournError('run-in-progress'));
    person('a');
    expect(await pollAt(0)).toEqual(['a']);
    expect(await pollAt(1)).toEqual(['a']);
    expect(errors).toEqual([]);
  });

  it('comes back when what lay in the future has come', async () => {
    const { person, pollAt, state } = setUp(0);
    state.answer = async () => ({ ...unchanged, sequence: 2, waitingUntil: 1000 });
    person('a');
    expect(await pollAt(0)).toEqual(['a']);
    person('a', { sequence: 2 });
    expect(await pollAt(999)).toEqual([]);
    expect(await pollAt(1000)).toEqual(['a']);
  });

  it('survives a store that does not answer', async () => {
    const { person, pollAt, state, errors } = setUp(0);
    person('a');
    state.lists = false;
    expect(await pollAt(0)).toEqual([]);
    expect(errors).toHaveLength(1);
    state.lists = true;
    expect(await pollAt(1)).toEqual(['a']);
  });
});
