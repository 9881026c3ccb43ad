export { decodeRows } from './decode.js';
export { decodeRowsDocument, encodeRowsDocument } from './document.js';
export { encodeRows } from './encode.js';
export { type Layout, layoutText } from './layout.js';
export { RowColumns } from './row-columns.js';

/** Media type of rows between services. */
export const rowsMediaType = 'application/x-sojourn-rows';
