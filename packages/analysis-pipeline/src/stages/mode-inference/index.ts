export { modeInferenceByForest } from './forest/index.js';
export { createModeInference } from './mode-inference.js';
export type { ModeInferrer, ModeProbabilities } from './mode-inferrer.js';
export { inferredModes } from './mode-predictions.js';
export { createRuleEngine } from './rule-engine.js';
export { noTransitStops, type TransitStopLookup } from './transit/index.js';
