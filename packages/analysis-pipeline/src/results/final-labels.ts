import type { Entry } from '@sojourn/datamodel';

/** Labels by their kind, such as `mode_confirm`; survey answers are whole entries. */
export type Labels = Readonly<Record<string, unknown>>;

/**
 * The labels that count for a trip: what the person said; else, when nobody is to be asked, the likeliest inferred ones;
 * else none.
 */
export function finalLabels({ data }: Entry): Labels {
  const said = (data.user_input ?? {}) as Labels;
  if (Object.keys(said).length > 0) return said;
  return isToLabel(data.expectation) ? {} : likeliestLabels(data.inferred_labels);
}

/** Whether the labels of a trip are settled: somebody said them, or nobody is to be asked. */
export function hasFinalLabels({ data }: Entry): boolean {
  return Object.keys((data.user_input ?? {}) as Labels).length > 0 || !isToLabel(data.expectation);
}

/** The labels of the guess with the greatest probability, the first of equals. */
export function likeliestLabels(guesses: unknown): Labels {
  let best: { readonly labels: Labels; readonly p: number } | undefined;
  for (const guess of (guesses ?? []) as { labels: Labels; p: number }[]) {
    if (best === undefined || guess.p > best.p) best = guess;
  }
  return best?.labels ?? {};
}

function isToLabel(expectation: unknown): boolean {
  return (expectation as { to_label?: unknown } | null | undefined)?.to_label !== false;
}
