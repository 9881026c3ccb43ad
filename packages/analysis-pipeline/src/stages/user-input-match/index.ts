export { userInputMatch } from './user-input-match.js';
