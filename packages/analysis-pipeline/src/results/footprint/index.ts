export type { EnergyUse, FuelUse } from './base-modes.js';
export { defaultLabelOptions, type LabelOption } from './label-options.js';
export { parseRegionalEnergy } from './parse-regional-energy.js';
export {
  type EnergyPlace,
  type GridYear,
  gridIntensity,
  type RegionalEnergy,
  type TransitRecord,
  transitUse,
} from './regional-energy.js';
export { type Footprint, footprintOf } from './trip-footprint.js';
