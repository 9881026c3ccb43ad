import type { Entry } from '@sojourn/datamodel';
import { headingChange, type Point, type Position } from '@sojourn/datamodel/geo';
import { pairwiseSum } from '../../../points/index.js';
import { speedsOf } from '../section-speeds.js';

/** Seconds between the points of a cleaned section. */
const interval = 30;
/** Degrees from which on a change of heading counts, clockwise only. */
const turn = 15;
/** Speed in m/s up to which a point is a stop. */
const stopSpeed = 0.75;
/** Relative change from which on a speed is another one. */
const speedChange = 0.7;

/** What is known of a section that a forest looks at. */
export interface SectionMeasures {
  /** Metres. */
  readonly distance: number;
  /** Seconds. */
  readonly duration: number;
  /** Number of the mode that the phone sensed. */
  readonly sensedMode: number;
  /** Metres a second. */
  readonly speeds: readonly number[];
  /** Metres a second squared. */
  readonly accelerations: readonly number[];
  /** Where the section was, in order of time. */
  readonly positions: readonly Position[];
  readonly start: Position;
  readonly end: Position;
  /** On the clocks there. */
  readonly startHour: number;
  readonly endHour: number;
  readonly isCommute: boolean;
  /** Both ends are near where buses or trains were taken before. */
  readonly isNearBuses: boolean;
  readonly isNearTrains: boolean;
}

/**
 * The features of a cleaned section. Whether it is a commute, and near to bus, train and air clusters, is never known
 * here and stays 0.
 * @param points where the section was, in order of time
 */
export function sectionFeatures(section: Entry, points: readonly Entry[]): number[] {
  const { distance, duration, sensed_mode, start_loc, end_loc, start_local_dt, end_local_dt } =
    section.data as unknown as {
      distance: number;
      duration: number;
      sensed_mode: number;
      start_loc: Point;
      end_loc: Point;
      start_local_dt?: { hour?: number };
      end_local_dt?: { hour?: number };
    };
  const speeds = speedsOf(section);
  return featuresOf({
    distance,
    duration,
    sensedMode: sensed_mode,
    speeds,
    accelerations: accelerationsOf(speeds),
    positions: points.map(({ data }) => (data.loc as Point).coordinates),
    start: start_loc.coordinates,
    end: end_loc.coordinates,
    startHour: start_local_dt?.hour ?? 0,
    endHour: end_local_dt?.hour ?? 0,
    isCommute: false,
    isNearBuses: false,
    isNearTrains: false,
  });
}

/**
 * The 22 numbers that describe a section to a forest: distance, duration, sensed mode, speeds, rates of turns, stops
 * and changes of speed, ends and hours, by the reference's order of columns.
 */
export function featuresOf(section: SectionMeasures): number[] {
  const { distance, duration, speeds, accelerations, positions } = section;
  const perMetre = (count: number): number => (distance === 0 ? 0 : count / distance);
  const mean = speeds.length === 0 ? 0 : pairwiseSum(speeds) / speeds.length;
  const values = [
    distance,
    duration,
    section.sensedMode,
    0,
    duration === 0 ? 0 : distance / duration,
    mean,
    deviation(speeds, mean),
    largest(speeds),
    largest(accelerations),
    Number(section.isCommute),
    positions.length < 3 ? 0 : perMetre(countTurns(positions)),
    speeds.length < 2 ? 0 : perMetre(speeds.slice(0, -1).filter((speed) => speed <= stopSpeed).length),
    speeds.length < 3 ? 0 : perMetre(countSpeedChanges(speeds)),
    ...section.start.slice(0, 2),
    ...section.end.slice(0, 2),
    section.startHour,
    section.endHour,
    Number(section.isNearBuses),
    Number(section.isNearTrains),
    0,
  ];
  return values.map(finite);
}

function deviation(speeds: readonly number[], mean: number): number {
  if (speeds.length === 0) return 0;
  return Math.sqrt(pairwiseSum(speeds.map((speed) => (speed - mean) * (speed - mean))) / speeds.length);
}

/** Changes of speed over the interval between points, from standing still on; empty for no speeds. In m/s². */
export function accelerationsOf(speeds: readonly number[]): number[] {
  return speeds.map((speed, index) => (speed - (speeds[index - 1] ?? 0)) / interval);
}

function largest(values: readonly number[]): number {
  return values.reduce(
    (most, value) => Math.max(most, value),
    values.length === 0 ? 0 : Number.NEGATIVE_INFINITY,
  );
}

function countTurns(positions: readonly Position[]): number {
  let turns = 0;
  for (let index = 2; index < positions.length; index++) {
    if (headingChange(positions[index - 2]!, positions[index - 1]!, positions[index]!) >= turn) turns++;
  }
  return turns;
}

function countSpeedChanges(speeds: readonly number[]): number {
  let changes = 0;
  for (let index = 1; index < speeds.length; index++) {
    const before = speeds[index - 1]!;
    if (before !== 0 && Math.abs(speeds[index]! - before) / before > speedChange) changes++;
  }
  return changes;
}

function finite(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
