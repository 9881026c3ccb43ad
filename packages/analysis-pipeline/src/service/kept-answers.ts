export interface KeptAnswersOptions {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Answers that are kept at a time; the oldest goes first. */
  readonly most: number;
  /** Part of the time that may go into finding an answer again and again: it is kept for so much longer. */
  readonly share: number;
}

interface Kept<Answer> {
  readonly answer: Promise<Answer>;
  /** Until when it counts as new; endless while it is being found. */
  until: number;
}

/**
 * Answers that may take long to find. Whoever asks while one is being found waits for the same; afterwards it is given out
 * again for as many times longer as finding it took. What is found at once is therefore never old, and what takes long
 * loads the store no more than its share of the time, however many ask.
 */
export class KeptAnswers<Answer> {
  readonly #options: KeptAnswersOptions;
  readonly #kept = new Map<string | number, Kept<Answer>>();

  constructor(options: KeptAnswersOptions) {
    this.#options = options;
  }

  /** The answer to a question, kept or found now. An answer that could not be found is not kept. */
  async get(question: string | number, find: () => Promise<Answer>): Promise<Answer> {
    const { clock, most, share } = this.#options;
    const known = this.#kept.get(question);
    if (known && clock() < known.until) return known.answer;
    const begun = clock();
    const kept = { answer: find(), until: Number.POSITIVE_INFINITY };
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most) break;
      this.#kept.delete(oldest);
    }
    try {
      const answer = await kept.answer;
      const ended = clock();
      kept.until = ended + (ended - begun) * (1 / share - 1);
      return answer;
    } catch (error) {
      if (this.#kept.get(question) === kept) this.#kept.delete(question);
      throw error;
    }
  }
}
