import { MotionType, nameOfCode, PredictedMode } from '@sojourn/datamodel/streams';

/** Ways of travel that the diary tells apart. */
export const modes = [
  'walking',
  'running',
  'bicycling',
  'bus',
  'tram',
  'lightRail',
  'subway',
  'train',
  'car',
  'vehicle',
  'air',
  'unknown',
] as const;
export type Mode = (typeof modes)[number];

const modeOfName: Readonly<Record<string, Mode>> = {
  WALKING: 'walking',
  ON_FOOT: 'walking',
  RUNNING: 'running',
  BICYCLING: 'bicycling',
  BUS: 'bus',
  TRAM: 'tram',
  LIGHT_RAIL: 'lightRail',
  SUBWAY: 'subway',
  TRAIN: 'train',
  CAR: 'car',
  IN_VEHICLE: 'vehicle',
  STOPPED_WHILE_IN_VEHICLE: 'vehicle',
  AIR_OR_HSR: 'air',
};

/** The mode that a stream's name of it stands for, such as `CAR`. */
export function modeOf(name: string | undefined): Mode {
  return (name !== undefined && modeOfName[name]) || 'unknown';
}

/** The mode of a section, whose codes mean another thing in each of the two streams. */
export function modeOfSection(stream: string, code: unknown): Mode {
  if (typeof code !== 'number') return 'unknown';
  const codes = stream === 'analysis/inferred_section' ? PredictedMode : MotionType;
  return modeOf(nameOfCode(codes, code));
}
