import { SojournError } from '@sojourn/datamodel';

/** Which ends of trips have to be close together for trips to be alike. */
export type ClusteringWay = 'origin' | 'destination' | 'origin-destination';

/** How trips are put into bins. */
export interface TripModelConfiguration {
  /** Metres within which two places are the same. */
  readonly similarityThreshold: number;
  readonly clusteringWay: ClusteringWay;
  /** Whether training adds the trips that are new to the bins that are there. */
  readonly incremental: boolean;
  /** Fewest labelled trips for a first model. */
  readonly minimumTrips: number;
  /** How many models of a person are kept. */
  readonly maximumModels: number;
}

/** The reference's defaults. */
export const standardTripModel: TripModelConfiguration = Object.freeze({
  similarityThreshold: 500,
  clusteringWay: 'origin-destination',
  incremental: false,
  minimumTrips: 14,
  maximumModels: 3,
});

const ways: Readonly<Record<string, ClusteringWay>> = {
  origin: 'origin',
  'origin-destination': 'origin-destination',
};
const modelTypes = ['greedy', 'greedy_similarity_binning'];

/**
 * Reads a configuration as the reference has it in `trip_model.conf.json`; an empty one means the reference's defaults.
 * @throws SojournError `request-invalid` naming the member that is missing or that there is no support for
 */
export function parseTripModelConfiguration(configuration: object): TripModelConfiguration {
  if (Object.keys(configuration).length === 0) return standardTripModel;
  const members = new Members(configuration, '');
  const type = members.text('model_type').toLowerCase();
  if (!modelTypes.includes(type)) throw invalid('model_type');
  if (members.text('model_storage') !== 'document_database') throw invalid('model_storage');
  const greedy = members.object('model_parameters').object('greedy');
  if (greedy.text('metric') !== 'od_similarity') throw invalid('model_parameters.greedy.metric');
  // The reference cannot do it either: it fails as soon as there are two bins.
  if (greedy.boolean('apply_cutoff')) throw invalid('model_parameters.greedy.apply_cutoff');
  return Object.freeze({
    similarityThreshold: greedy.number('similarity_threshold_meters'),
    clusteringWay: greedy.has('clustering_way')
      ? (ways[greedy.text('clustering_way')] ?? 'destination')
      : standardTripModel.clusteringWay,
    incremental: greedy.boolean('incremental_evaluation'),
    minimumTrips: members.wholeNumber('minimum_trips'),
    maximumModels: members.wholeNumber('maximum_stored_model_count'),
  });
}

/** The members of an object, each asked for by name and type. */
class Members {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(members: object, path: string) {
    this.#members = { ...members };
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined;
  }

  text(name: string): string {
    return this.#typed(name, (value) => typeof value === 'string') as string;
  }

  boolean(name: string): boolean {
    return this.#typed(name, (value) => typeof value === 'boolean') as boolean;
  }

  number(name: string): number {
    return this.#typed(name, (value) => typeof value === 'number' && value >= 0) as number;
  }

  wholeNumber(name: string): number {
    return this.#typed(name, (value) => Number.isInteger(value) && (value as number) > 0) as number;
  }

  object(name: string): Members {
    const value = this.#typed(name, (member) => typeof member === 'object' && member !== null);
    return new Members(value as object, `${this.#path}${name}.`);
  }

  #typed(name: string, fits: (value: unknown) => boolean): unknown {
    const value = this.#members[name];
    if (!fits(value)) throw invalid(`${this.#path}${name}`);
    return value;
  }
}

function invalid(path: string): SojournError {
  return new SojournError('request-invalid', {
    detail: `the configuration of trip models: ${path}`,
    errors: [{ path: `study.trip_model.${path}`, code: 'request-invalid' }],
  });
}
