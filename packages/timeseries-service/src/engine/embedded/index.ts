export { openEmbeddedEngine } from './embedded-engine.js';
export { ownFolder } from './folder-owner.js';
