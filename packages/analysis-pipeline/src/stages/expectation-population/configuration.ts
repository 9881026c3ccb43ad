/** What is expected of people for a trip, and when they are reminded. */
export interface ExpectationRule {
  /** Confidence up to which the rule applies, 0 to 1; −1 for trips without a usable inference. */
  readonly trigger: number;
  readonly expect: Expectation;
  readonly notify?: Notification;
}

export interface Expectation {
  /** `none` expects nothing; `all`, `randomFraction` and `randomDays` expect labels. */
  readonly type: string;
  readonly value?: number;
}

export interface Notification {
  /** `none`, `dayEnd`, `weekDay`. */
  readonly type: string;
  readonly value?: number;
}

/** When a collection mode is active, again and again. */
export interface Schedule {
  /** ISO 8601; without an offset in the zone of the trip. */
  readonly startDate: string;
  readonly recurrenceUnit: 'days' | 'weeks' | 'months';
  readonly recurrenceValue: number;
  /** Days. */
  readonly duration: number;
}

/** A way to ask people, at times intensely. */
export interface CollectionMode {
  readonly label: string;
  /** Confidence above which an inference is used. */
  readonly confidenceThreshold: number;
  readonly rules: readonly ExpectationRule[];
  /** Always active without one. */
  readonly schedule?: Schedule;
}

const atDayEnd: Notification = { type: 'dayEnd' };

/** The reference's sample: a week of every month intensely, otherwise relaxed. The first active mode counts. */
export const standardExpectations: readonly CollectionMode[] = [
  {
    label: 'intensive',
    schedule: {
      startDate: '2021-06-01T20:00:00.000',
      recurrenceUnit: 'months',
      recurrenceValue: 1,
      duration: 7,
    },
    confidenceThreshold: 0.65,
    rules: [
      { trigger: -1, expect: { type: 'all' }, notify: atDayEnd },
      { trigger: 1, expect: { type: 'all' }, notify: { type: 'weekDay', value: 5 } },
      { trigger: 0.75, expect: { type: 'all' }, notify: atDayEnd },
    ],
  },
  {
    label: 'relaxed',
    confidenceThreshold: 0.55,
    rules: [
      { trigger: -1, expect: { type: 'randomDays', value: 2 }, notify: atDayEnd },
      { trigger: 1, expect: { type: 'none' } },
      { trigger: 0.95, expect: { type: 'randomFraction', value: 0.05 }, notify: atDayEnd },
      { trigger: 0.75, expect: { type: 'randomDays', value: 2 }, notify: atDayEnd },
    ],
  },
];
