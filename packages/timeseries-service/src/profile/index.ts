export {
  activeLabels,
  type CustomLabel,
  type CustomLabels,
  changeLabel,
  deleteLabel,
  insertLabel,
  type LabelChange,
} from './custom-labels.js';
export { registeredProfile } from './initial.js';
export { labelsIn, withLabels } from './label-profile.js';
export { type Marks, marksOfCall, marksOfUpload } from './marks.js';
export { completeUntil, processedRange } from './progress.js';
export { ownedByPhone } from './server-owned.js';
