export { LabelChips } from './label-chips.js';
export { labelOf, needsLabels, type Said } from './said.js';
export { useSaid } from './said-query.js';
