import type { Entry } from '@sojourn/datamodel';
import { median } from '../../points/index.js';

/**
 * Speeds along a section in m/s.
 * @throws TypeError when one of them is no number
 */
export function speedsOf({ data }: Entry): readonly number[] {
  const { speeds } = data as { speeds?: readonly unknown[] };
  if (speeds === undefined || speeds.some((speed) => typeof speed !== 'number')) {
    throw new TypeError('a section has a speed that is no number');
  }
  return speeds as readonly number[];
}

/** The middle one of a section's speeds; NaN when there are none or one of them is NaN. @throws TypeError */
export function medianSpeed(section: Entry): number {
  const speeds = speedsOf(section);
  return speeds.some(Number.isNaN) ? Number.NaN : median(speeds);
}
