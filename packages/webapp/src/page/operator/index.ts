export { type OperatorSearch, readOperatorSearch } from './search.js';
