export { createWebappServer, type WebappOptions } from './server.js';
