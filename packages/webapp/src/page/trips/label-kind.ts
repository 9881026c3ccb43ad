/** What a trip is labelled with; the names are those of `user_input`. */
export const labelKinds = ['mode_confirm', 'purpose_confirm', 'replaced_mode'] as const;
export type LabelKind = (typeof labelKinds)[number];

/** Labels that the model thinks of, and how sure it is, 0 to 1. */
export interface Guess {
  readonly labels: Readonly<Partial<Record<LabelKind, string>>>;
  readonly probability: number;
}
