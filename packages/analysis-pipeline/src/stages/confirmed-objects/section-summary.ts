import type { Entry } from '@sojourn/datamodel';
import { MotionType, nameOfCode, PredictedMode } from '@sojourn/datamodel/streams';
import { inferredSectionKey } from '../stream-keys.js';

/** Metres, seconds and number of a trip's sections, each by mode in alphabetical order. */
export interface SectionSummary {
  readonly distance: Readonly<Record<string, number>>;
  readonly duration: Readonly<Record<string, number>>;
  readonly count: Readonly<Record<string, number>>;
}

/** Which member of a section says its mode. */
export type ModeMember = 'sensed_mode' | 'ble_sensed_mode';

/** Numeric members by which a repeated section is known. */
const comparedMembers = ['start_ts', 'end_ts', 'duration', 'distance', 'sensed_mode'] as const;

/**
 * Sums of a trip's sections by mode.
 * @param sections of one stream, in order of their start
 */
export function sectionSummary(sections: readonly Entry[], member: ModeMember): SectionSummary {
  const groups = new Map<string, Entry[]>();
  for (const section of withoutRepeats(sections)) {
    const mode = modeName(section, member);
    const group = groups.get(mode);
    if (group === undefined) groups.set(mode, [section]);
    else group.push(section);
  }
  const byMode = (measure: (group: readonly Entry[]) => number): Record<string, number> =>
    Object.fromEntries([...groups.keys()].sort().map((mode) => [mode, measure(groups.get(mode)!)]));
  return {
    distance: byMode((group) => compensatedSum(group.map(({ data }) => data.distance as number))),
    duration: byMode((group) => compensatedSum(group.map(({ data }) => data.duration as number))),
    count: byMode((group) => group.length),
  };
}

function modeName({ metadata, data }: Entry, member: ModeMember): string {
  if (member === 'ble_sensed_mode') {
    const vehicle = data.ble_sensed_mode as { baseMode?: string } | null | undefined;
    return vehicle?.baseMode ?? 'UNKNOWN';
  }
  const modes = metadata.key === inferredSectionKey ? PredictedMode : MotionType;
  return nameOfCode(modes, data.sensed_mode as number) ?? 'UNKNOWN';
}

/** Sections that agree in all their numbers and in when they were written are one. */
function withoutRepeats(sections: readonly Entry[]): readonly Entry[] {
  if (sections.length < 2) return sections;
  const seen = new Set<string>();
  return sections.filter(({ data, metadata }) => {
    const print = [metadata.write_ts, ...comparedMembers.map((member) => data[member])].join();
    if (seen.has(print)) return false;
    seen.add(print);
    return true;
  });
}

/** Sum with the rounding errors carried along (W. Kahan, Further remarks on reducing truncation errors, 1965). */
export function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let error = 0;
  for (const value of values) {
    const corrected = value - error;
    const next = sum + corrected;
    error = next - sum - corrected;
    sum = next;
  }
  return sum;
}
