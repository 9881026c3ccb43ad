import { type Entry, SojournError } from '@sojourn/datamodel';
import { isPoint, lineString, type Point } from '@sojourn/datamodel/geo';
import { MotionType, nameOfCode, PredictedMode } from '@sojourn/datamodel/streams';
import { timeAt } from './entry-reader.js';
import type { SectionCollection } from './trip-feature.js';

/** What the line of a section is drawn from. */
export interface SectionMaterial {
  /** Recreated locations of the person, at least those within the section, by time, then id. */
  readonly locations: readonly Entry[];
  /** Filtered locations that were read for sections whose line stops short of their end. */
  readonly filteredLocations: readonly Entry[];
  /** The section as inferred, when modes are to be the inferred ones and there is one. */
  readonly inferred: Entry | undefined;
  /** Refuse a line that does not lead to the end of the section, instead of mending it. */
  readonly validityAssertions: boolean;
}

/**
 * A cleaned section as a line through all recreated locations from its start to its end. Points of a neighbour at
 * exactly these times belong to it too: sections of a trip share the point at which they meet.
 * @throws SojournError `entry-field-invalid` when the line does not lead to the section's end and that is asserted
 */
export function sectionCollection(section: Entry, material: SectionMaterial): SectionCollection {
  const points = pointsWithin(section, material.locations);
  if (stopsShort(section, points)) {
    if (material.validityAssertions) {
      throw new SojournError('entry-field-invalid', {
        detail: 'the line of a section does not lead to its end',
        errors: [{ path: 'data.end_loc', code: 'entry-field-invalid' }],
      });
    }
    const end = material.filteredLocations.find(({ data }) => data.ts === section.data.end_ts);
    if (end !== undefined) points.push(end);
  }
  const times = points.map(({ data }) => data.ts as number);
  const { start_loc, end_loc, ...data } = section.data;
  return {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: lineString(points.map(({ data }) => (data.loc as Point).coordinates)),
        properties: {
          times,
          timestamps: times.map((ts) => roundHalfToEven(ts * 1000)),
          ...data,
          sensed_mode: modeText(section, material.inferred),
          feature_type: 'section',
        },
        id: section._id.$oid,
      },
    ],
  };
}

/** Whether the last point is elsewhere than where the section says it ends, to about ten metres. */
export function stopsShort(section: Entry, points: readonly Entry[]): boolean {
  const end = section.data.end_loc;
  const last = points.at(-1)?.data.loc;
  if (!isPoint(end) || !isPoint(last)) return false;
  return end.coordinates.some(
    (degrees, axis) => toTenMetres(degrees) !== toTenMetres(last.coordinates[axis]!),
  );
}

/** As a number, because west of Greenwich and south of the equator there is a zero with a sign. */
const toTenMetres = (degrees: number): number => Number(degrees.toFixed(4));

/** The points of a list in order of time that lie within a section, its ends included. */
export function pointsWithin(section: Entry, points: readonly Entry[]): Entry[] {
  const start = timeAt(section, 'data.start_ts');
  const end = timeAt(section, 'data.end_ts');
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeAt(points[middle]!, 'data.ts') < start) low = middle + 1;
    else high = middle;
  }
  const within: Entry[] = [];
  for (let index = low; index < points.length && timeAt(points[index]!, 'data.ts') <= end; index++) {
    if (isPoint(points[index]!.data.loc)) within.push(points[index]!);
  }
  return within;
}

function modeText(section: Entry, inferred: Entry | undefined): string {
  const [type, codes] =
    inferred === undefined
      ? (['MotionTypes', MotionType] as const)
      : (['PredictedModeTypes', PredictedMode] as const);
  return `${type}.${nameOfCode(codes, (inferred ?? section).data.sensed_mode as number) ?? 'UNKNOWN'}`;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
