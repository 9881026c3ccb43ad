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
