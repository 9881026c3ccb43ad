export { decodeColumns, decodeRows, rowsOf } from './decode.js';
export { columnListOf, decodeRowsDocument, encodeRowsDocument } from './document.js';
export { encodeRows } from './encode.js';
export { type Layout, type LeafType, layoutText, readLayout } from './layout.js';
export { RowColumns, type RowGroup } from './row-columns.js';

/** Media type of rows between services. */
export const rowsMediaType = 'application/x-sojourn-rows';
