import { randomUUID } from 'node:crypto';
import { isSojournError } from '@sojourn/datamodel';
import type { RunOutcome } from '@sojourn/datamodel/http';
import type { RunRequest, RunResult } from '../runner/index.js';

/** How many runs are remembered. */
const mostRuns = 1000;

/** The outcomes of recent runs, by id. What a run changed is in the store; this is only for who asks how it went. */
export class RunLog {
  readonly #outcomes = new Map<string, RunOutcome>();
  readonly #clock: () => number;

  /** @param clock milliseconds since the epoch */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get(id: string): RunOutcome | undefined {
    return this.#outcomes.get(id);
  }

  /** Does a run and remembers its outcome. @throws whatever the run throws */
  async record(
    request: RunRequest,
    run: (request: RunRequest) => Promise<RunResult>,
  ): Promise<{ readonly outcome: RunOutcome; readonly result: RunResult }> {
    const started = this.#clock() / 1000;
    const begun: RunOutcome = {
      id: randomUUID(),
      person: request.person,
      outcome: 'running',
      changed: false,
      sequence: null,
      started,
      ended: null,
      stages: [],
    };
    this.#keep(begun);
    try {
      const result = await run(request);
      const outcome: RunOutcome = {
        ...begun,
        outcome: 'done',
        changed: result.changed,
        sequence: result.sequence,
        ended: this.#clock() / 1000,
        stages: result.stages.map(({ status, ...stage }) => ({ ...stage, outcome: status })),
      };
      this.#keep(outcome);
      return { outcome, result };
    } catch (error) {
      const code = isSojournError(error) ? error.code : 'internal';
      this.#keep({ ...begun, outcome: 'failed', ended: this.#clock() / 1000, code });
      throw error;
    }
  }

  #keep(outcome: RunOutcome): void {
    this.#outcomes.set(outcome.id, outcome);
    if (this.#outcomes.size > mostRuns) this.#outcomes.delete(this.#outcomes.keys().next().value!);
  }
}
