import { PredictedMode } from '@sojourn/datamodel/streams';
import { isCyclingSpeed } from '../../motion-types.js';
import type { PredictedModeName } from '../mode-inferrer.js';

const trains = new Set(['funicular', 'miniature', 'rail', 'railway', 'monorail', 'aerialway', 'tracks']);
const transitModes = new Set(['BUS', 'TRAIN', 'LIGHT_RAIL', 'SUBWAY', 'TRAM']);

export interface SingleModeOptions {
  /** Gives the middle speed of the section in m/s. */
  readonly medianSpeed: () => number;
  /** Whether strange kinds of route among several are an error. */
  readonly strict: boolean;
}

/**
 * One mode out of what can have brought a traveller along: of several, slow ones are the bus, even where none runs, and
 * fast ones anything but the bus.
 * @throws RangeError for kinds of route that are no mode of travel
 */
export function singleMode(
  candidates: readonly string[],
  { medianSpeed, strict }: SingleModeOptions,
): PredictedModeName | undefined {
  const modes = candidates.map(modeOfRoute);
  const [first] = modes;
  if (first === undefined) return undefined;
  if (modes.every((mode) => mode === first)) return predicted(first);
  if (strict && modes.some((mode) => !transitModes.has(mode))) {
    throw new RangeError('a kind of route is no mode of public transport');
  }
  if (isCyclingSpeed(medianSpeed())) return 'BUS';
  const bus = modes.indexOf('BUS');
  return predicted(bus === 0 ? modes[1]! : first);
}

function modeOfRoute(route: string): string {
  const kind = route.replace(':suspended', '').replace(':SUSPENDED', '');
  return trains.has(kind) ? 'TRAIN' : kind.toUpperCase();
}

function predicted(mode: string): PredictedModeName {
  if (!Object.hasOwn(PredictedMode, mode)) throw new RangeError('a kind of route is no mode of travel');
  return mode as PredictedModeName;
}
