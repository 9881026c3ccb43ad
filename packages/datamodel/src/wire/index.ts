export {
  type Dialect,
  deepestObject,
  type Gathered,
  Gatherer,
  isNumberList,
  isTuple,
  longestTuple,
} from './gather/index.js';
export {
  createObjectIdSource,
  isObjectId,
  type ObjectId,
  objectId,
  objectIdPattern,
  objectIdSeconds,
} from './object-id.js';
export { parseWire } from './parse.js';
export { parseCanonical } from './parse-canonical.js';
export {
  columnListOf,
  decodeColumns,
  decodeRows,
  decodeRowsDocument,
  encodeRows,
  encodeRowsDocument,
  type Layout,
  type LeafType,
  layoutText,
  RowColumns,
  type RowGroup,
  readLayout,
  rowsMediaType,
  rowsOf,
} from './rows/index.js';
export { stringifyWire } from './stringify.js';
export {
  parseEntryText,
  parseUpload,
  readUpload,
  type Upload,
  type UploadItem,
  type UploadOptions,
  type UploadSteps,
} from './upload.js';
export { exactUtf8 } from './utf8.js';
export { dashUuid, isUuid, parseUuid, type Uuid, undashUuid } from './uuid.js';
export {
  isObject,
  maximumDepth,
  maximumEnvelopeDepth,
  setMember,
  type WireObject,
  type WireValue,
} from './value.js';
