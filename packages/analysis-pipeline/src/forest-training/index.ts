export { type LabelledSection, labelledSectionShape } from './labelled-section.js';
export { type ForestOptions, trainForest } from './train-forest.js';
export { type TrainingTable, trainingTable } from './training-table.js';
