export { compositeOf, compositeRange, withConfirmed } from './composite-copy.js';
export { inputKeys } from './input-keys.js';
export { inputsOf, type MatchedInputs } from './inputs-of-object.js';
export type { DiaryObject } from './span.js';
export { userInputMatch } from './user-input-match.js';
