export { openEmbeddedEngine } from './embedded/index.js';
export type {
  Engine,
  EngineCapabilities,
  EngineChange,
  EngineFigures,
  GlobalDocument,
  StoredBlock,
  StoredHead,
  StoredHeader,
} from './engine.js';
export { MemoryEngine } from './memory/index.js';
export { openMongoEngine } from './mongodb/index.js';
export { MovableEngine } from './movable-engine.js';
export { type EngineChoice, openEngine, openTargetEngine } from './open-engine.js';
export { copyPerson, type PersonCopy } from './person-copy.js';
export { isEmpty, moveDocument, processDocuments, storeDocuments } from './store-documents.js';
