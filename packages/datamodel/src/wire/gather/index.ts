export { type Dialect, deepestObject, type Gathered, Gatherer } from './gatherer.js';
export { isNumberList, isTuple } from './tuple.js';
