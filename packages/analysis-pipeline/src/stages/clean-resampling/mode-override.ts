import { MotionType } from '@sojourn/datamodel/streams';
import { quantile } from '../../points/index.js';

const kilometresAnHour = 1000 / 3600;

/** What is known of a cleaned section when its mode is looked at again. */
export interface SectionMotion {
  /** Metres. */
  readonly distance: number;
  /** Seconds. */
  readonly duration: number;
  /** Metres a second. */
  readonly speeds: readonly number[];
  /** Sensed mode. */
  readonly mode: number;
}

/** The mode that distance and duration prove against the sensed one; undefined when they do not. */
export function provenMode({ distance, duration, speeds, mode }: SectionMotion): number | undefined {
  if (distance === 0 || duration === 0) return undefined;
  const speed = distance / duration;
  const isFlight =
    speed > 150 * kilometresAnHour ||
    (speed > 100 * kilometresAnHour && quantile(speeds, 0.9) > 150 * kilometresAnHour);
  if (isFlight) return MotionType.AIR_OR_HSR;
  const tooFarOnFoot = mode === MotionType.ON_FOOT && distance > 10_000 && speed > 10 * kilometresAnHour;
  const tooFarByBike = mode === MotionType.BICYCLING && distance > 100_000 && speed > 20 * kilometresAnHour;
  return tooFarOnFoot || tooFarByBike ? MotionType.UNKNOWN : undefined;
}
