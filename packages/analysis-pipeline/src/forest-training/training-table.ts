import { distanceGreatCircle, type Position } from '@sojourn/datamodel/geo';
import { featuresOf } from '../stages/mode-inference/forest/index.js';
import { clusterCentres, connects } from './clusters.js';
import { hourOf, type LabelledSection, modeOf, secondsOf } from './labelled-section.js';

/** What a forest learns from. */
export interface TrainingTable {
  /** The 22 features of each section. */
  readonly features: readonly (readonly number[])[];
  /** Number of the mode of each section. */
  readonly modes: readonly number[];
  /** Where buses and trains were taken. */
  readonly busCentres: readonly Position[];
  readonly trainCentres: readonly Position[];
  /** Sections that are left out: nobody said their mode, it is none that can be learnt, or they are outliers. */
  readonly dropped: number;
}

const bus = 5;
const train = 6;
/** Metres between positions of one cluster, and from its centre. */
const busReach = 105;
const trainReach = 600;
/** Numbers of modes that say too little. */
const unusable: ReadonlySet<number> = new Set([0, 2, 4, 8]);
/** The most that is believed, by column: metres, and metres a second overall, on average, in deviation and at most. */
const limits: readonly (readonly [column: number, most: number])[] = [
  [0, 500_000],
  [4, 100],
  [5, 80],
  [6, 70],
  [7, 160],
];

/** Features and modes of the sections that a forest can learn from, as the reference prepares them. */
export function trainingTable(sections: readonly LabelledSection[]): TrainingTable {
  const known = sections.filter((section) => modeOf(section) !== undefined);
  const centresOf = (mode: number, reach: number) =>
    clusterCentres(known.filter((section) => modeOf(section) === mode).flatMap(endsOf), reach);
  const busCentres = centresOf(bus, busReach);
  const trainCentres = centresOf(train, trainReach);
  const rows = known
    .map((section) => ({
      mode: modeOf(section)!,
      features: featuresOfSection(section, busCentres, trainCentres),
    }))
    .filter(
      ({ mode, features }) => !unusable.has(mode) && !limits.some(([at, most]) => features[at]! > most),
    );
  return {
    features: rows.map(({ features }) => features),
    modes: rows.map(({ mode }) => mode),
    busCentres,
    trainCentres,
    dropped: sections.length - rows.length,
  };
}

function endsOf({ section_start_point, section_end_point }: LabelledSection): Position[] {
  return [section_start_point.coordinates, section_end_point.coordinates];
}

function featuresOfSection(
  section: LabelledSection,
  busCentres: readonly Position[],
  trainCentres: readonly Position[],
): number[] {
  const ends = endsOf(section);
  const { speeds, accelerations } = movementOf(section);
  return featuresOf({
    distance: section.distance,
    duration: secondsOf(section.section_end_time) - secondsOf(section.section_start_time),
    sensedMode: section.mode,
    speeds,
    accelerations,
    positions: section.track_points.map(({ track_location }) => track_location.coordinates),
    start: ends[0]!,
    end: ends[1]!,
    startHour: hourOf(section.section_start_time),
    endHour: hourOf(section.section_end_time),
    isCommute: section.commute === 'to' || section.commute === 'from',
    isNearBuses: connects(busCentres, busReach, ends),
    isNearTrains: connects(trainCentres, trainReach, ends),
  });
}

/** Speed between each two points, and its change from one to the next; points of the same time say nothing. */
function movementOf({ track_points }: LabelledSection) {
  const steps: { readonly time: number; readonly speed: number }[] = [];
  for (let index = 1; index < track_points.length; index++) {
    const [before, point] = [track_points[index - 1]!, track_points[index]!];
    const time = secondsOf(point.time);
    const elapsed = time - secondsOf(before.time);
    if (elapsed === 0) continue;
    const metres = distanceGreatCircle(before.track_location.coordinates, point.track_location.coordinates);
    steps.push({ time, speed: metres / elapsed });
  }
  const accelerations = steps.slice(1).flatMap(({ time, speed }, index) => {
    const before = steps[index]!;
    return time === before.time ? [] : [(speed - before.speed) / (time - before.time)];
  });
  return { speeds: steps.map(({ speed }) => speed), accelerations };
}
