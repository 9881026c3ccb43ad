export { largeTowns, townsAround } from './gazetteer.js';
export { type PlaceName, usePlaceName } from './place-name.js';
export { CELL_DEGREES, type Town, townAt } from './town.js';
