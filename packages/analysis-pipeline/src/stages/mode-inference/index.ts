export { modeInferenceByForest } from './forest/index.js';
export { createModeInference } from './mode-inference.js';
export type { ModeInferrer, ModeProbabilities } from './mode-inferrer.js';
export { inferredModes } from './mode-predictions.js';
export { ruleEngine } from './rule-engine.js';
export { boxAround, type MapElement, stopsOfElements } from './transit/index.js';
