/** What a mode of travel takes of one fuel. */
export interface FuelUse {
  readonly wh_per_km?: number;
  readonly wh_per_trip?: number;
  /** Share of this fuel in the total; default 1. */
  readonly weight?: number;
}

/** Energy by fuel; or the codes of the US National Transit Database for modes whose energy differs by place and year. */
export type EnergyUse = Readonly<Record<string, FuelUse>> | { readonly transit: readonly string[] };

const car: EnergyUse = { gasoline: { wh_per_km: 898.77 } };
const air: EnergyUse = { jet_fuel: { wh_per_km: 493.91 } };
const onOwnFeet: EnergyUse = {};

/** Share of its way that a plug-in hybrid drives on electricity. */
const electricShare = 0.37;
/** Kilowatt hours in a gallon of gasoline, as the US Environmental Protection Agency counts. */
const gallon = 33.7;
const milesPerKilometre = 0.621371;

/**
 * Energy that modes of travel take, a kilometre of a vehicle; undefined where it is not known. The figures for cars,
 * taxis, bicycles and scooters are those of the reference's common library, which has them from a study of 2024.
 */
export const baseModes: Readonly<Record<string, EnergyUse | undefined>> = Object.freeze({
  WALKING: onOwnFeet,
  ON_FOOT: onOwnFeet,
  BICYCLING: onOwnFeet,
  NONE: onOwnFeet,
  CAR: car,
  E_CAR: { electric: { wh_per_km: 286.8 } },
  PHEV_CAR: {
    electric: { wh_per_km: 289.1, weight: electricShare },
    gasoline: { wh_per_km: 663.5, weight: 1 - electricShare },
  },
  TAXI: { gasoline: { wh_per_km: 1198.36 } },
  MOPED: { gasoline: { wh_per_km: (milesPerKilometre / 100) * gallon * 1000 } },
  E_BIKE: { electric: { wh_per_km: 13.67 } },
  E_SCOOTER: { electric: { wh_per_km: 16.78, wh_per_trip: 4.1 } },
  BIKESHARE: { diesel: { wh_per_trip: 90 } },
  AIR: air,
  AIR_OR_HSR: air,
  BUS: { transit: ['MB', 'RB', 'CB'] },
  LIGHT_RAIL: { transit: ['LR'] },
  TRAIN: { transit: ['LR', 'HR', 'YR', 'CR'] },
  TRAM: { transit: ['SR'] },
  SUBWAY: { transit: ['HR'] },
  FERRY: { transit: ['FB'] },
  TROLLEYBUS: { transit: ['TB', 'SR'] },
  IN_VEHICLE: undefined,
  UNKNOWN: undefined,
  UNPROCESSED: undefined,
  OTHER: undefined,
});

/** Carbon dioxide of a fuel, kg a megawatt hour. */
export const fuelIntensities: Readonly<Record<string, number>> = Object.freeze({
  gasoline: 324.183,
  diesel: 325.073,
  jet_fuel: 304.354,
  lpg: 279.192,
  cng: 271.024,
  hydrogen: 332.852,
});
