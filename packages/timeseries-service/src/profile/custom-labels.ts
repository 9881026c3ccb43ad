/** What is kept about one label that a person made up. */
export interface CustomLabel {
  readonly createdAt: { readonly $date: number };
  /** How often the label is in use; never negative. */
  readonly frequency: number;
  /** False once deleted: the record stays, so that its frequency survives a later re-insertion. */
  readonly isActive: boolean;
}

/** The labels of one type (`mode`, `purpose`, …) by their text, in order of insertion. */
export type CustomLabels = Readonly<Record<string, CustomLabel>>;

/** Active labels, the most frequent first; equally frequent ones in order of insertion. */
export function activeLabels(labels: CustomLabels): string[] {
  return Object.entries(labels)
    .filter(([, { isActive }]) => isActive)
    .sort(([, left], [, right]) => right.frequency - left.frequency)
    .map(([text]) => text);
}

/** Adds a label with frequency 0, or activates it again with the frequency that it had. */
export function insertLabel(labels: CustomLabels, text: string, now: number): CustomLabels {
  const known = labelNamed(labels, text);
  return { ...labels, [text]: known ? { ...known, isActive: true } : newLabel(0, now) };
}

/** Keeps a deleted label's record and hides it; an unknown one changes nothing. */
export function deleteLabel(labels: CustomLabels, text: string): CustomLabels {
  const known = labelNamed(labels, text);
  return known ? { ...labels, [text]: { ...known, isActive: false } } : labels;
}

/** A trip's label changed from `from` (empty when it had none) to `to`. */
export interface LabelChange {
  readonly from: string;
  readonly to: string;
  /** Whether `to` becomes a label of its own when it is not one yet. */
  readonly addMissing: boolean;
}

/** Moves one use from the old label to the new one, which becomes active. */
export function changeLabel(labels: CustomLabels, change: LabelChange, now: number): CustomLabels {
  return withUse(withoutUse(labels, change.from), change, now);
}

function withUse(labels: CustomLabels, { to, addMissing }: LabelChange, now: number): CustomLabels {
  const known = labelNamed(labels, to);
  if (known) return { ...labels, [to]: { ...known, frequency: known.frequency + 1, isActive: true } };
  return addMissing ? { ...labels, [to]: newLabel(1, now) } : labels;
}

function withoutUse(labels: CustomLabels, text: string): CustomLabels {
  const known = labelNamed(labels, text);
  if (!known) return labels;
  return { ...labels, [text]: { ...known, frequency: Math.max(0, known.frequency - 1) } };
}

function labelNamed(labels: CustomLabels, text: string): CustomLabel | undefined {
  return Object.hasOwn(labels, text) ? labels[text] : undefined;
}

function newLabel(frequency: number, now: number): CustomLabel {
  return { createdAt: { $date: now }, frequency, isActive: true };
}
