import { setImmediate } from 'node:timers/promises';

/** Milliseconds for which one piece of work may keep everybody else waiting. */
const longestTurn = 10;

/** Time that long work has to itself before others get their turn. */
export class Turn {
  #end = performance.now() + longestTurn;

  /** Whether others should get their turn now; `pass` lets them. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Lets everybody who waits have their turn first. */
  async pass(): Promise<void> {
    await setImmediate();
    this.#end = performance.now() + longestTurn;
  }
}

/** Does work that stops after every step, and lets others have their turn between the steps. */
export async function inTurns<T>(steps: Iterator<unknown, T, void>): Promise<T> {
  const turn = new Turn();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (turn.isOver) await turn.pass();
  }
}
