export { largeTowns, townsAround } from './gazetteer.js';
export { isSamePlace } from './habits.js';
export { type OwnName, ownNameAt, ownNameSurvey } from './own-name.js';
export { useNamePlace, useOwnNames } from './own-names-query.js';
export { type PlaceName, townTexts, usePlaceName } from './place-name.js';
export { useAllStays, useHome } from './stays-query.js';
export { CELL_DEGREES, type Town, townAt } from './town.js';
