export { SearchBox } from './search-box.js';
export { SearchResults } from './search-results.js';
