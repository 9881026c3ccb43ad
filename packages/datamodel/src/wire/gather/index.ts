export { EarlierRows } from './earlier-rows.js';
export { type Dialect, deepestObject, type Gathered, Gatherer } from './gatherer.js';
export { isNumberList, isTuple, longestTuple } from './tuple.js';
