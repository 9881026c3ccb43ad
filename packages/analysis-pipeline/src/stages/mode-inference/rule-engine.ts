import type { Entry } from '@sojourn/datamodel';
import { isPoint } from '@sojourn/datamodel/geo';
import { ModeAlgorithm, MotionType } from '@sojourn/datamodel/streams';
import { isWalkingSpeed } from '../motion-types.js';
import type { ModeInference, ModeInferrer, PredictedModeName } from './mode-inferrer.js';
import { medianSpeed, speedsOf } from './section-speeds.js';
import { createTransitModes, stopBoxesOf, TransitStopsUnknown } from './transit/index.js';

/**
 * Rules: slow is walking, fast without a motor is cycling, and a vehicle is whatever runs between the stops at both
 * ends, else a car. A section that the rules cannot be applied to stays unknown.
 */
export const ruleEngine: ModeInferrer = {
  algorithm: ModeAlgorithm.SIMPLE_RULE_ENGINE,
  transitBoxes: (section, settings) => (dependsOnStops(section) ? stopBoxesOf(section, settings) : []),
  prepare({ settings, transitStops }) {
    const transitMode = createTransitModes(transitStops, settings);
    return (section): ModeInference => {
      try {
        return { probabilities: { [modeOf(section, transitMode)]: 1 } };
      } catch (error) {
        const unknown = { probabilities: { UNKNOWN: 1 } };
        return error instanceof TransitStopsUnknown ? { ...unknown, withoutStops: true } : unknown;
      }
    };
  },
};

/** Whether the transit stops at its ends tell the mode of a section. One that the rules cannot be applied to has none. */
function dependsOnStops(section: Entry): boolean {
  let asked = false;
  try {
    modeOf(section, () => {
      asked = true;
      return undefined;
    });
  } catch {
    return false;
  }
  return asked && isPoint(section.data.start_loc) && isPoint(section.data.end_loc);
}

function modeOf(
  section: Entry,
  transitMode: (section: Entry) => PredictedModeName | undefined,
): PredictedModeName {
  switch (section.data.sensed_mode) {
    case MotionType.AIR_OR_HSR:
      return 'AIR_OR_HSR';
    case MotionType.IN_VEHICLE:
      return transitMode(section) ?? 'CAR';
    case MotionType.UNKNOWN:
      return isSlow(section) ? 'WALKING' : (transitMode(section) ?? 'UNKNOWN');
    default:
      return isWalkingSpeed(medianSpeed(section)) ? 'WALKING' : 'BICYCLING';
  }
}

function isSlow(section: Entry): boolean {
  if (speedsOf(section).length > 0 && isWalkingSpeed(medianSpeed(section))) return true;
  const { distance, duration } = section.data as { distance: number; duration: number };
  if (duration === 0) throw new RangeError('a section of no duration has no speed');
  return isWalkingSpeed(distance / duration);
}
