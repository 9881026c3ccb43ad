import type { Settings } from '../../../settings/index.js';

const always = [0, 1, 4, 5, 6, 7, 8];
const advanced = [10, 11, 12];
const nearTransit = [19, 20, 21];

/** Which of a section's features the forest was trained with, by their column. */
export function selectedFeatures(settings: Settings): number[] {
  return [
    ...always,
    ...(settings['classification.inference.mode.useAdvancedFeatureIndices'] ? advanced : []),
    ...(settings['classification.inference.mode.useBusTrainFeatureIndices'] ? nearTransit : []),
  ];
}
