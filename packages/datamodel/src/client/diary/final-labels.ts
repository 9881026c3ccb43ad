import type { Entry } from '../../entry.js';

/** Labels by their kind, such as `mode_confirm`. */
export type Labels = Readonly<Record<string, unknown>>;

/** Whether the labels of a trip are settled: somebody said them, or nobody is to be asked. */
export function hasFinalLabels({ data }: Entry): boolean {
  return Object.keys(saidOf(data)).length > 0 || !isToLabel(data);
}

/** What counts for a trip: what the person said; else, when nobody is to be asked, the likeliest labels; else none. */
export function finalLabelsOf({ data }: Entry): Labels {
  const said = saidOf(data);
  if (Object.keys(said).length > 0) return said;
  if (isToLabel(data)) return {};
  let best: { readonly labels: Labels; readonly p: number } | undefined;
  for (const guess of (data.inferred_labels ?? []) as { labels: Labels; p: number }[]) {
    if (!best || guess.p > best.p) best = guess;
  }
  return best?.labels ?? {};
}

/** Rows of a table of trips: the payload, with a column for each kind of label that the person said. */
export function withInputColumns(trips: readonly Entry[]): Record<string, unknown>[] {
  return trips.map(({ _id, user_id, metadata, data }) => ({
    ...data,
    ...saidOf(data),
    _id: _id.$oid,
    user_id: user_id?.$uuid ?? null,
    metadata_write_ts: metadata.write_ts,
  }));
}

function saidOf(data: Entry['data']): Labels {
  return (data.user_input ?? {}) as Labels;
}

function isToLabel(data: Entry['data']): boolean {
  return (data.expectation as { to_label?: unknown } | null | undefined)?.to_label !== false;
}
