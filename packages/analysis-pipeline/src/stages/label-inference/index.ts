export { createConfidenceDiscountedCluster } from './confidence-discount.js';
export { createLabelInference } from './label-inference.js';
export {
  firstPrediction,
  type LabelChoice,
  type LabelEnsemble,
  type LabelPrediction,
  type LabelPredictor,
} from './label-predictor.js';
