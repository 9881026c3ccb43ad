import type { Position } from '@sojourn/datamodel/geo';
import { isInRegion, type Region } from '../region.js';
import type { FuelUse } from './base-modes.js';

/** Electricity of a country in a year, kg of carbon dioxide a megawatt hour. */
export interface GridYear {
  readonly national: number;
  readonly regions: Readonly<Record<string, { readonly intensity: number; readonly area?: Region }>>;
}

/** One kind of transit of one agency in a year. */
export interface TransitRecord {
  /** Code of the National Transit Database. */
  readonly mode: string;
  /** Census code of the urban area. */
  readonly area?: string;
  readonly passengerTrips: number;
  /** By fuel: watt hours a passenger kilometre, and the share (0–1) of the fuel in what the agency runs. */
  readonly fuels: Readonly<Record<string, { readonly wh_per_km: number; readonly share: number }>>;
}

/** Figures that differ by place and year. An operator supplies them; without any, little can be said. */
export interface RegionalEnergy {
  readonly grid: ReadonlyMap<number, GridYear>;
  readonly transit: ReadonlyMap<number, readonly TransitRecord[]>;
}

/** Where and when energy was used. */
export interface EnergyPlace {
  readonly year: number;
  readonly position: Position;
  /** Region of the electrical grid, where it is known already. */
  readonly gridRegion?: string;
  /** Census code of the urban area. */
  readonly urbanArea?: string;
}

const firstYear = 2018;

/** The figures of a year, or of the closest one before; whether they are of another year than asked for. */
function ofYear<Figures>(
  years: ReadonlyMap<number, Figures>,
  asked: number,
): { figures: Figures; provisional: boolean } | undefined {
  const wanted = Math.max(firstYear, asked);
  for (let year = wanted; year >= firstYear; year--) {
    const figures = years.get(year);
    if (figures !== undefined) return { figures, provisional: year !== wanted };
  }
  return undefined;
}

/** Carbon dioxide of electricity, kg a megawatt hour; NaN when no year is known. */
export function gridIntensity(
  { grid }: RegionalEnergy,
  { year, position, gridRegion }: EnergyPlace,
): { intensity: number; provisional: boolean } {
  const found = ofYear(grid, year);
  if (found === undefined) return { intensity: Number.NaN, provisional: true };
  const { national, regions } = found.figures;
  const region =
    gridRegion !== undefined && Object.hasOwn(regions, gridRegion)
      ? regions[gridRegion]
      : Object.values(regions).find(({ area }) => area !== undefined && isInRegion(position, area));
  return { intensity: region?.intensity ?? national, provisional: found.provisional };
}

/**
 * Energy of transit modes by fuel, each weighted by the trips of passengers, and `overall`, the mean over the fuels. When
 * no agency of the area has such a mode the whole country counts, and at last every mode. Empty when no year is known.
 */
export function transitUse(
  { transit }: RegionalEnergy,
  { year, urbanArea }: EnergyPlace,
  modes: readonly string[],
): { use: Readonly<Record<string, FuelUse>>; provisional: boolean } {
  const found = ofYear(transit, year);
  if (found === undefined) return { use: {}, provisional: true };
  const ofModes = found.figures.filter(({ mode }) => modes.includes(mode));
  const inArea = ofModes.filter(({ area }) => urbanArea !== undefined && area === urbanArea);
  const records = inArea.length > 0 ? inArea : ofModes.length > 0 ? ofModes : found.figures;
  return { use: weightedUse(records), provisional: found.provisional };
}

function weightedUse(records: readonly TransitRecord[]): Readonly<Record<string, FuelUse>> {
  const sums = new Map<string, { trips: number; energy: number }>();
  let all = 0;
  for (const { passengerTrips, fuels } of records) {
    for (const [fuel, { wh_per_km, share }] of Object.entries(fuels)) {
      const trips = passengerTrips * share;
      const sum = sums.get(fuel) ?? { trips: 0, energy: 0 };
      sums.set(fuel, { trips: sum.trips + trips, energy: sum.energy + trips * wh_per_km });
      all += trips;
    }
  }
  if (!(all > 0)) return {};
  const use = Object.fromEntries(
    [...sums]
      .filter(([, { trips }]) => trips > 0)
      .map(([fuel, { trips, energy }]) => [fuel, { wh_per_km: energy / trips, weight: trips / all }]),
  );
  const overall = Object.values(use).reduce((sum, { wh_per_km, weight }) => sum + wh_per_km * weight, 0);
  return { ...use, overall: { wh_per_km: overall, weight: 1 } };
}
