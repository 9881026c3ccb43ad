export { createWebappServer, pagePaths, type WebappOptions } from './server.js';
