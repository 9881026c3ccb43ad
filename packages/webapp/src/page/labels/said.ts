import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import { type LabelKind, labelKinds, type Trip } from '../trips/index.js';

/** A label that somebody gave, whether or not a run of the pipeline has taken it in. */
export interface Said {
  readonly kind: LabelKind;
  readonly value: string;
  readonly startTs: number;
  readonly endTs: number;
  readonly writtenTs: number;
}

/** A label as it is shown. */
export interface ShownLabel {
  readonly value: string;
  /** It is stored, and no run has taken it in yet. */
  readonly isPending: boolean;
}

export const labelStreams = labelKinds.map((kind) => `manual/${kind}`);

/** Seconds within which two times are the same: they have been through JSON as text and back. */
const SAME = 0.001;

/** Reads a label from an entry of a label stream. */
export function readSaid({ metadata, data }: Entry | PhoneEntry): Said | undefined {
  const kind = labelKinds.find((name) => metadata.key === `manual/${name}`);
  const { label, start_ts: startTs, end_ts: endTs } = data;
  if (!kind || typeof label !== 'string' || typeof startTs !== 'number' || typeof endTs !== 'number')
    return undefined;
  return { kind, value: label, startTs, endTs, writtenTs: metadata.write_ts };
}

/**
 * The label that a trip has: what was last said about just this trip, else what the pipeline made of everything that was
 * said.
 */
export function labelOf(trip: Trip, kind: LabelKind, said: readonly Said[]): ShownLabel | undefined {
  let last: Said | undefined;
  for (const one of said) {
    const isAbout =
      one.kind === kind &&
      Math.abs(one.startTs - trip.start.ts) < SAME &&
      Math.abs(one.endTs - trip.end.ts) < SAME;
    if (isAbout && (!last || one.writtenTs >= last.writtenTs)) last = one;
  }
  const processed = trip.labels[kind];
  if (last && last.value !== processed) return { value: last.value, isPending: true };
  return processed === undefined ? undefined : { value: processed, isPending: false };
}

/** Whether the person is asked for labels that this trip does not have. */
export function needsLabels(trip: Trip, said: readonly Said[]): boolean {
  if (trip.kind !== 'trip' || !trip.asked) return false;
  return !labelOf(trip, 'mode_confirm', said) || !labelOf(trip, 'purpose_confirm', said);
}

/** The entry that stores a label, as the reference's app writes it. @param now Unix seconds */
export function labelEntry(trip: Trip, kind: LabelKind, value: string, now: number): PhoneEntry {
  return {
    metadata: {
      key: `manual/${kind}`,
      type: 'message',
      platform: 'web',
      write_ts: now,
      read_ts: 0,
      time_zone: trip.start.zone,
    },
    data: { start_ts: trip.start.ts, end_ts: trip.end.ts, label: value },
  };
}

/** The likeliest label of a kind and how likely it is, over all guesses of the label model. */
export function suggestionOf(
  trip: Trip,
  kind: LabelKind,
): { value: string; probability: number } | undefined {
  const chances = new Map<string, number>();
  for (const { labels, probability } of trip.guesses) {
    const value = labels[kind];
    if (value !== undefined) chances.set(value, (chances.get(value) ?? 0) + probability);
  }
  const [best] = [...chances].sort(([, a], [, b]) => b - a);
  return best && { value: best[0], probability: best[1] };
}
