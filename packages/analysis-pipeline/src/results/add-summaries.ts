import { addMeasures, type DaySummary, type Measure } from './day-summaries.js';

/** Adds summaries up that are about different people. */
export class SummarySums {
  readonly #sums = new Map<string, Sum>();

  add(summaries: Iterable<DaySummary>): void {
    for (const summary of summaries) {
      const name = `${summary.date} ${summary.metric}`;
      let sum = this.#sums.get(name);
      if (sum === undefined) {
        sum = new Sum(summary);
        this.#sums.set(name, sum);
      }
      sum.add(summary);
    }
  }

  /** One summary a day and metric, in order of both. */
  result(): DaySummary[] {
    return [...this.#sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum.summary());
  }
}

/** One metric of one day, growing. */
class Sum {
  readonly #about: Pick<DaySummary, 'date' | 'metric'>;
  readonly #dimensions = new Map<string, Map<string, Measure>>();
  #people = 0;
  #updated = 0;

  constructor({ date, metric }: DaySummary) {
    this.#about = { date, metric };
  }

  add({ nUsers, dimensions, last_updated }: DaySummary): void {
    this.#people += nUsers;
    this.#updated = Math.max(this.#updated, last_updated);
    for (const [dimension, list] of Object.entries(dimensions)) {
      let measures = this.#dimensions.get(dimension);
      if (measures === undefined) {
        measures = new Map();
        this.#dimensions.set(dimension, measures);
      }
      for (const { value, measure } of list) measures.set(value, addMeasures(measures.get(value), measure));
    }
  }

  summary(): DaySummary {
    const dimensions = [...this.#dimensions].map(([dimension, measures]) => [
      dimension,
      [...measures].map(([value, measure]) => ({ value, measure })),
    ]);
    return {
      ...this.#about,
      nUsers: this.#people,
      dimensions: Object.fromEntries(dimensions),
      last_updated: this.#updated,
    };
  }
}
