import { type Mode, modeOf } from './mode.js';

const modeOfLabel: Readonly<Record<string, Mode>> = {
  walk: 'walking',
  bike: 'bicycling',
  'e-bike': 'bicycling',
  bikeshare: 'bicycling',
  scootershare: 'bicycling',
  drove_alone: 'car',
  shared_ride: 'car',
  hybrid_drove_alone: 'car',
  hybrid_shared_ride: 'car',
  e_car_drove_alone: 'car',
  e_car_shared_ride: 'car',
  taxi: 'car',
  bus: 'bus',
  free_shuttle: 'bus',
  train: 'train',
  air: 'air',
};

/** The mode behind a label, or behind the name of a sensed mode. */
export function modeOfValue(value: string): Mode {
  return modeOfLabel[value] ?? modeOf(value);
}
