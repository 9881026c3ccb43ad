export { type DataSearch, readDataSearch } from './search.js';
