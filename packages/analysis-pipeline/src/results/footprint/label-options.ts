import { baseModes, type EnergyUse } from './base-modes.js';

/** A mode that people can say they used, as a deployment configuration describes it. */
export interface LabelOption {
  readonly value: string;
  readonly base_mode?: string;
  readonly baseMode?: string;
  readonly footprint?: EnergyUse;
  /** A base mode whose energy it takes, where that of its own base mode does not fit. */
  readonly footprint_equivalent?: string;
  /** People among whom the vehicle's energy is divided; default 1. */
  readonly passengers?: number;
}

const option = (value: string, base_mode: string, passengers?: number): LabelOption =>
  Object.freeze({ value, base_mode, ...(passengers === undefined ? {} : { passengers }) });

/** The modes to choose from where a study does not define its own. */
export const defaultLabelOptions: readonly LabelOption[] = Object.freeze([
  option('walk', 'WALKING'),
  option('e-bike', 'E_BIKE'),
  option('bike', 'BICYCLING'),
  option('bikeshare', 'BICYCLING'),
  option('scootershare', 'E_SCOOTER'),
  option('drove_alone', 'CAR', 1),
  option('shared_ride', 'CAR', 2),
  option('hybrid_drove_alone', 'PHEV_CAR', 1),
  option('hybrid_shared_ride', 'PHEV_CAR', 2),
  option('e_car_drove_alone', 'E_CAR', 1),
  option('e_car_shared_ride', 'E_CAR', 2),
  option('taxi', 'TAXI'),
  option('bus', 'BUS'),
  option('train', 'TRAIN'),
  option('free_shuttle', 'BUS'),
  option('air', 'AIR'),
  option('not_a_trip', 'UNKNOWN'),
  option('other', 'OTHER'),
]);

/** What is known of a mode's energy. */
export interface ModeEnergy {
  /** Undefined when nobody knows. */
  readonly use: EnergyUse | undefined;
  readonly passengers: number;
}

/** The energy of a mode by its label, or by the name of a base mode such as `CAR` or `MotionTypes.WALKING`. */
export function energyOf(mode: string, options: readonly LabelOption[]): ModeEnergy {
  const found = options.find(({ value }) => value === mode);
  return found === undefined ? { use: baseUse(mode), passengers: 1 } : energyOfOption(found);
}

/** The energy of the option that takes most a kilometre: as much as a trip of an unknown mode can have taken. */
export function worstEnergy(options: readonly LabelOption[]): ModeEnergy {
  let worst: ModeEnergy = { use: {}, passengers: 1 };
  let most = 0;
  for (const energy of options.map(energyOfOption)) {
    if (energy.use === undefined || 'transit' in energy.use) continue;
    for (const { wh_per_km = 0 } of Object.values(energy.use)) {
      if (wh_per_km > most) [most, worst] = [wh_per_km, energy];
    }
  }
  return worst;
}

function energyOfOption(option: LabelOption): ModeEnergy {
  const base = option.footprint_equivalent ?? option.baseMode ?? option.base_mode ?? 'UNKNOWN';
  return { use: option.footprint ?? baseUse(base), passengers: option.passengers ?? 1 };
}

function baseUse(name: string): EnergyUse | undefined {
  const key = name.toUpperCase().split('.').at(-1)!;
  return Object.hasOwn(baseModes, key) ? baseModes[key] : undefined;
}
