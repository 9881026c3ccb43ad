export { createObjectIdSource, isObjectId, type ObjectId, objectId, objectIdSeconds } from './object-id.js';
export { dashUuid, isUuid, parseUuid, type Uuid, undashUuid } from './uuid.js';
