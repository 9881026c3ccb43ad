import { SojournError } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { FailingRuns, type FailingRunsOptions } from '../failures/index.js';
import type { RunRequest, RunResult } from '../runner/index.js';
import { memoryDocuments } from '../testing/memory-documents.js';
import { type PersonToRun, Poller } from './index.js';

const unchanged: RunResult = { changed: true, sequence: 1, stages: [] };
const outcome = (status: 'done' | 'failed'): RunResult => ({
  ...unchanged,
  stages: [{ stage: 'LABEL_INFERENCE', status, entries: 0, cpuMs: 0, code: 'internal' }],
});

function setUp(debounceSeconds = 60) {
  const people: PersonToRun[] = [];
  const runs: RunRequest[] = [];
  const errors: unknown[] = [];
  const documents = memoryDocuments();
  const state = {
    now: 0,
    answer: async (_: RunRequest): Promise<RunResult> => unchanged,
    lists: true,
    dormant: new Set<string>(),
    asked: 0,
  };
  const clock = () => state.now * 1000;
  const store = {
    documents: () => documents,
    person: (id: string) => ({ summary: async () => people.find((person) => person.id === id)! }),
  } as unknown as FailingRunsOptions['store'];
  const start = (software = '1') => {
    const failing = new FailingRuns({ store, clock, software });
    return new Poller({
      people: async function* () {
        if (!state.lists) throw new SojournError('service-unavailable');
        yield* people;
      },
      run: (request) => {
        runs.push(request);
        return failing.watch(request, () => state.answer(request));
      },
      failing,
      isDormant: async (id) => {
        state.asked++;
        if (id === 'damaged') throw new SojournError('head-damaged');
        return state.dormant.has(id);
      },
      clock,
      debounceSeconds,
      onError: (error) => errors.push(error),
    });
  };
  let poller = start();
  /** Polls at a time and waits for what that starts. @returns who was run */
  const pollAt = async (now: number): Promise<string[]> => {
    state.now = now;
    await poller.poll();
    await poller.idle();
    return runs.splice(0).map(({ person }) => person);
  };
  const person = (id: string, change: Partial<PersonToRun> = {}) => {
    const known = people.findIndex((other) => other.id === id);
    const next = { id, sequence: 1, processedSequence: 0, locked: false, ...people[known], ...change };
    if (known < 0) people.push(next);
    else people[known] = next;
  };
  /** As if the process was started again. */
  const restart = (software?: string) => {
    poller = start(software);
  };
  return {
    state,
    person,
    pollAt,
    errors,
    restart,
    runs,
    documents,
    poller: () => poller,
    poll: () => poller.poll(),
    idle: () => poller.idle(),
  };
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
    const { person, state, poll, idle, runs } = setUp(0);
    let finish = (): void => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(unchanged);
      });
    person('a');
    await Promise.all([poll(), poll()]);
    await poll();
    finish();
    await idle();
    expect(runs).toEqual([{ person: 'a' }]);
  });

  it('says when it has caught up with what had piled up, whatever comes then', async () => {
    const { person, state, poller, poll, idle } = setUp(0);
    const finish: (() => void)[] = [];
    state.answer = () => new Promise((resolve) => finish.push(() => resolve(unchanged)));
    let isDone = false;
    person('a');
    const caughtUp = poller()
      .catchUp()
      .then(() => {
        isDone = true;
      });
    await poll();
    person('b');
    await poll();
    expect(isDone).toBe(false);
    finish.shift()!();
    await caughtUp;
    expect(finish).toHaveLength(1);
    finish.shift()!();
    await idle();
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

  it('tries a stage that failed again although nothing is new, each time later, until it does not fail', async () => {
    const { person, pollAt, state, runs, documents } = setUp(0);
    state.answer = async () => outcome('failed');
    person('a');
    await pollAt(0);
    person('a', { processedSequence: 1 });
    expect(await pollAt(29)).toEqual([]);
    state.answer = async (request) => {
      expect(request.evenIfUpToDate).toBe(true);
      return outcome('failed');
    };
    expect(await pollAt(30)).toEqual(['a']);
    expect((await documents.get('a'))!.value).toMatchObject({
      since: 0,
      failures: 2,
      lastTry: 30,
      nextTry: 90,
      code: null,
      stages: [{ stage: 'LABEL_INFERENCE', code: 'internal', since: 0 }],
    });
    state.answer = async () => outcome('done');
    expect(await pollAt(90)).toEqual(['a']);
    expect(await documents.get('a')).toBeUndefined();
    expect(await pollAt(10_000)).toEqual([]);
    expect(runs).toEqual([]);
  });

  it('remembers over a restart when to try again, and tries at once with other software', async () => {
    const { person, pollAt, state, restart } = setUp(0);
    state.answer = () => Promise.reject(new SojournError('internal'));
    person('a');
    await pollAt(0);
    await pollAt(30);
    restart();
    expect(await pollAt(89)).toEqual([]);
    expect(await pollAt(90)).toEqual(['a']);
    restart('2');
    expect(await pollAt(121)).toEqual(['a']);
    expect(await pollAt(122)).toEqual([]);
  });

  it('leaves dormant people alone until something new comes, and asks no more often', async () => {
    const { person, pollAt, state } = setUp(0);
    state.dormant.add('a');
    person('a');
    expect(await pollAt(0)).toEqual([]);
    expect(await pollAt(1)).toEqual([]);
    expect(state.asked).toBe(1);
    state.dormant.clear();
    person('a', { sequence: 2 });
    expect(await pollAt(2)).toEqual(['a']);
  });

  it('is not stopped by one person whose data is damaged', async () => {
    const { person, pollAt, errors } = setUp(0);
    person('damaged');
    person('b');
    expect(await pollAt(0)).toEqual(['b']);
    expect(errors).toEqual([expect.objectContaining({ code: 'head-damaged' })]);
  });
});
