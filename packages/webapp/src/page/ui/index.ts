export { Brand } from './brand.js';
export { Empty } from './empty.js';
export { Loading } from './loading.js';
export { explainError, Problem } from './problem.js';
export { Segments } from './segments.js';
export { RowSpace, useVirtualRows } from './virtual-rows.js';
