export { modeInferenceByForest } from './forest-inference.js';
