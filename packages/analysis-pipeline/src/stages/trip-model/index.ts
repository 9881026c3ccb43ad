export {
  type ClusteringWay,
  parseTripModelConfiguration,
  standardTripModel,
  type TripModelConfiguration,
} from './configuration.js';
export { addTrips, type Bin } from './greedy-binning.js';
export type { LikelyTripLabels } from './likely-trip-labels.js';
export { predictLabels, type TripPrediction } from './predict-labels.js';
export { featuresOf, isSimilar, type TripFeatures } from './similarity.js';
export { type BinModel, modelData, parseBinModel } from './stored-model.js';
export { type TrainedModel, trainTripModel } from './train.js';
