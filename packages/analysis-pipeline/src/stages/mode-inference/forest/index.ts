export { modeInferenceByForest } from './forest-inference.js';
export { type Forest, parseForest, probabilitiesOf } from './random-forest.js';
export { accelerationsOf, featuresOf, type SectionMeasures, sectionFeatures } from './section-features.js';
export { selectedFeatures } from './selected-features.js';
