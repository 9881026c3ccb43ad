import { fuelIntensities } from './base-modes.js';
import { energyOf, type LabelOption, worstEnergy } from './label-options.js';
import { type EnergyPlace, gridIntensity, type RegionalEnergy, transitUse } from './regional-energy.js';

/** Energy and carbon dioxide of a trip for one traveller. */
export interface Footprint {
  readonly kwh: number;
  readonly kg_co2: number;
  /** What it may have been at most, where the mode says too little; then the plain figures are 0. */
  readonly kwh_uncertain?: number;
  readonly kg_co2_uncertain?: number;
  readonly metadata: {
    /** Figures of an earlier year stand in for those of the year of the trip. */
    readonly is_provisional: boolean;
  };
}

/**
 * The footprint of a way travelled in a mode. What depends on figures of place and year that are not there is NaN.
 * @param mode label of the person, or name of a base mode
 * @param distance metres
 */
export function footprintOf(
  mode: string,
  distance: number,
  place: EnergyPlace,
  regional: RegionalEnergy,
  options: readonly LabelOption[],
): Footprint {
  const known = energyOf(mode, options);
  const { use, passengers } = known.use === undefined ? worstEnergy(options) : known;
  let kwhSum = 0;
  let co2Sum = 0;
  let co2 = 0;
  let provisional = false;
  let fuels = use ?? {};
  if ('transit' in fuels) {
    const found = transitUse(regional, place, fuels.transit as readonly string[]);
    fuels = found.use;
    provisional = found.provisional;
    // Nothing known is not nothing used.
    if (Object.keys(fuels).length === 0) kwhSum = co2Sum = Number.NaN;
  }
  for (const [fuel, { wh_per_km = 0, wh_per_trip = 0, weight = 1 }] of Object.entries(fuels)) {
    const kwh = ((distance / 1000) * wh_per_km + wh_per_trip) / 1000;
    if (fuel === 'electric') {
      const grid = gridIntensity(regional, place);
      co2 = (kwh * grid.intensity) / 1000;
      provisional ||= grid.provisional;
    } else if (Object.hasOwn(fuelIntensities, fuel)) {
      co2 = (kwh * fuelIntensities[fuel]!) / 1000;
    } else if (fuel !== 'overall') {
      continue;
    }
    // The mean over the fuels is added to them, and with it the carbon dioxide of the last fuel once more: about twice
    // what transit takes. Recorded results of the reference are so, and studies compare with them.
    kwhSum += kwh * weight;
    co2Sum += co2 * weight;
  }
  const total = { kwh: kwhSum / passengers, kg_co2: co2Sum / passengers };
  const metadata = { is_provisional: provisional };
  if (known.use !== undefined) return { ...total, metadata };
  const uncertain = { kwh_uncertain: total.kwh, kg_co2_uncertain: total.kg_co2 };
  return { kwh: 0, kg_co2: 0, ...uncertain, metadata };
}
