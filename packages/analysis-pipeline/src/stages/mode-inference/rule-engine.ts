import type { Entry } from '@sojourn/datamodel';
import { ModeAlgorithm, MotionType } from '@sojourn/datamodel/streams';
import { isWalkingSpeed } from '../motion-types.js';
import type { ModeInferrer, ModeProbabilities, PredictedModeName } from './mode-inferrer.js';
import { medianSpeed, speedsOf } from './section-speeds.js';
import { createTransitModes, type TransitStopLookup } from './transit/index.js';

/**
 * Rules: slow is walking, fast without a motor is cycling, and a vehicle is whatever runs between the stops at both
 * ends, else a car. A section that the rules cannot be applied to stays unknown.
 */
export function createRuleEngine(stops: TransitStopLookup): ModeInferrer {
  return {
    algorithm: ModeAlgorithm.SIMPLE_RULE_ENGINE,
    prepare({ settings }) {
      const transitMode = createTransitModes(stops, settings);
      return (section): ModeProbabilities => {
        try {
          return { [modeOf(section, transitMode)]: 1 };
        } catch {
          return { UNKNOWN: 1 };
        }
      };
    },
  };
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
