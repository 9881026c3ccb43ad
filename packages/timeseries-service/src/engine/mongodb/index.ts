export { openMongoEngine } from './open-mongodb-engine.js';
