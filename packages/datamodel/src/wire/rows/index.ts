export { decodeRows } from './decode.js';
export { decodeRowsDocument, encodeRowsDocument } from './document.js';
export { encodeRows } from './encode.js';

/** Media type of rows between services. */
export const rowsMediaType = 'application/x-sojourn-rows';
