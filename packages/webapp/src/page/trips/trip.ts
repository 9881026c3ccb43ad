import type { Entry } from '@sojourn/datamodel';
import { type Moment, momentOf } from '../format/index.js';
import { type Mode, modeOf, modeOfSection } from '../modes/index.js';
import { type Guess, type LabelKind, labelKinds } from './label-kind.js';
import { arrayOf, isRecord, numberOr, oidOf, positionOf, textOf } from './members.js';
import type { Position } from './position.js';

/** A position on the way. */
export interface TrackPoint {
  readonly position: Position;
  /** Unix seconds. */
  readonly ts: number;
  /** Metres a second. */
  readonly speed: number;
  /** Metres above the sea; undefined where the phone did not tell. */
  readonly altitude: number | undefined;
}

/** A part of a trip in one mode. */
export interface TripSection {
  readonly id: string;
  readonly mode: Mode;
  readonly start: Moment;
  readonly end: Moment;
  readonly distance: number;
  readonly duration: number;
  readonly points: readonly TrackPoint[];
}

/** A stay between two trips. Open ends are undefined: the first place has no arrival, the current one no departure. */
export interface Place {
  readonly id: string;
  readonly position: Position;
  readonly enter: Moment | undefined;
  readonly exit: Moment | undefined;
  readonly answers: readonly Answer[];
}

/** What somebody answered in a survey or added. */
export interface Answer {
  readonly id: string;
  /** Name of the survey. */
  readonly survey: string;
  readonly text: string;
}

/** A trip of the diary, or time without tracking between two places. */
export interface Trip {
  readonly id: string;
  readonly kind: 'trip' | 'untracked';
  readonly start: Moment;
  readonly end: Moment;
  /** Metres. */
  readonly distance: number;
  /** Seconds. */
  readonly duration: number;
  readonly from: Position;
  readonly to: Position;
  /** The places that it left and led to; only their ids where the summary was loaded alone. */
  readonly startPlace: Place | undefined;
  readonly endPlace: Place | undefined;
  readonly startPlaceId: string | undefined;
  readonly endPlaceId: string | undefined;
  /** In order of time; empty where only the summary was loaded, and for untracked time. */
  readonly sections: readonly TripSection[];
  /** Metres by mode, the longest first. */
  readonly shares: readonly ModeShare[];
  /** What the person said. */
  readonly labels: Readonly<Partial<Record<LabelKind, string>>>;
  readonly answers: readonly Answer[];
  /** What the label model thinks, the likeliest first. */
  readonly guesses: readonly Guess[];
  /** Guesses below are not good enough to be shown as more than a suggestion. */
  readonly threshold: number;
  /** Whether the person is asked for labels. */
  readonly asked: boolean;
}

export interface ModeShare {
  readonly mode: Mode;
  readonly distance: number;
  readonly duration: number;
}

/** Streams that hold trips: whole ones, and those without their track. */
export const compositeTrips = ['analysis/composite_trip'];
export const tripSummaries = ['analysis/confirmed_trip', 'analysis/confirmed_untracked'];

/** Reads a trip from an entry; undefined when it is none. */
export function readTrip(entry: Entry): Trip | undefined {
  const { data, metadata } = entry;
  const start = momentOf(data.start_ts, data.start_fmt_time, data.start_local_dt);
  const end = momentOf(data.end_ts, data.end_fmt_time, data.end_local_dt);
  const from = positionOf(data.start_loc);
  const to = positionOf(data.end_loc);
  if (!start || !end || !from || !to) return undefined;
  const origin = metadata.origin_key ?? metadata.key;
  const sections = readSections(arrayOf(data.sections), arrayOf(data.locations));
  const said = isRecord(data.user_input) ? data.user_input : {};
  return {
    // Composites are copies of what they are called after.
    id: oidOf(data.confirmed_trip) ?? entry._id.$oid,
    kind: origin === 'analysis/confirmed_untracked' ? 'untracked' : 'trip',
    start,
    end,
    distance: numberOr(data.distance, 0),
    duration: numberOr(data.duration, end.ts - start.ts),
    from,
    to,
    startPlace: readPlace(data.start_confirmed_place),
    endPlace: readPlace(data.end_confirmed_place),
    startPlaceId: oidOf(data.start_place),
    endPlaceId: oidOf(data.end_place),
    sections,
    shares: readShares(data.inferred_section_summary ?? data.cleaned_section_summary),
    labels: readLabels(said),
    answers: [...readAnswers([said.trip_user_input]), ...readAnswers(arrayOf(data.additions))],
    guesses: readGuesses(arrayOf(data.inferred_labels)),
    threshold: numberOr(data.confidence_threshold, 1),
    asked: isRecord(data.expectation) && data.expectation.to_label === true,
  };
}

/** Reads a place from a whole entry of one. */
export function readPlace(entry: unknown): Place | undefined {
  if (!isRecord(entry) || !isRecord(entry.data)) return undefined;
  const { data } = entry;
  const position = positionOf(data.location);
  if (!position) return undefined;
  const said = isRecord(data.user_input) ? data.user_input : {};
  return {
    id: oidOf(entry._id) ?? '',
    position,
    enter: momentOf(data.enter_ts, data.enter_fmt_time, data.enter_local_dt),
    exit: momentOf(data.exit_ts, data.exit_fmt_time, data.exit_local_dt),
    answers: [...readAnswers([said.place_user_input]), ...readAnswers(arrayOf(data.additions))],
  };
}

function readSections(sections: readonly unknown[], locations: readonly unknown[]): TripSection[] {
  const points = new Map<string | undefined, TrackPoint[]>();
  for (const location of locations) {
    const data = isRecord(location) && isRecord(location.data) ? location.data : undefined;
    const position = positionOf(data?.loc);
    if (!data || !position) continue;
    const section = oidOf(data.section);
    const point = {
      position,
      ts: numberOr(data.ts, 0),
      speed: numberOr(data.speed, 0),
      altitude: typeof data.altitude === 'number' ? data.altitude : undefined,
    };
    const known = points.get(section);
    if (known) known.push(point);
    else points.set(section, [point]);
  }
  return sections.flatMap((section) => readSection(section, points) ?? []);
}

function readSection(
  entry: unknown,
  points: ReadonlyMap<string | undefined, TrackPoint[]>,
): TripSection | undefined {
  if (!isRecord(entry) || !isRecord(entry.data)) return undefined;
  const { data } = entry;
  const start = momentOf(data.start_ts, data.start_fmt_time, data.start_local_dt);
  const end = momentOf(data.end_ts, data.end_fmt_time, data.end_local_dt);
  if (!start || !end) return undefined;
  const id = oidOf(entry._id) ?? '';
  const stream = isRecord(entry.metadata) ? textOf(entry.metadata.key) : '';
  return {
    id,
    mode: modeOfSection(stream, data.sensed_mode),
    start,
    end,
    distance: numberOr(data.distance, 0),
    duration: numberOr(data.duration, end.ts - start.ts),
    // Locations belong to the cleaned section, of which an inferred one is a copy.
    points: points.get(oidOf(data.cleaned_section) ?? id) ?? points.get(id) ?? [],
  };
}

function readShares(summary: unknown): ModeShare[] {
  if (!isRecord(summary) || !isRecord(summary.distance)) return [];
  const durations = isRecord(summary.duration) ? summary.duration : {};
  const shares = new Map<Mode, ModeShare>();
  for (const [name, metres] of Object.entries(summary.distance)) {
    const mode = modeOf(name);
    const before = shares.get(mode);
    shares.set(mode, {
      mode,
      distance: numberOr(metres, 0) + (before?.distance ?? 0),
      duration: numberOr(durations[name], 0) + (before?.duration ?? 0),
    });
  }
  return [...shares.values()].sort((a, b) => b.distance - a.distance);
}

function readLabels(said: Record<string, unknown>): Partial<Record<LabelKind, string>> {
  const labels: Partial<Record<LabelKind, string>> = {};
  for (const kind of labelKinds) {
    const label = said[kind];
    if (typeof label === 'string') labels[kind] = label;
  }
  return labels;
}

function readGuesses(guesses: readonly unknown[]): Guess[] {
  return guesses
    .flatMap((guess) =>
      isRecord(guess) && isRecord(guess.labels)
        ? [{ labels: readLabels(guess.labels), probability: numberOr(guess.p, 0) }]
        : [],
    )
    .sort((a, b) => b.probability - a.probability);
}

function readAnswers(entries: readonly unknown[]): Answer[] {
  return entries.flatMap((entry) => {
    if (!isRecord(entry) || !isRecord(entry.data) || entry.data.status === 'DELETED') return [];
    const { label, name } = entry.data;
    return [{ id: oidOf(entry._id) ?? '', survey: textOf(name), text: textOf(label) }];
  });
}
