export { api } from './client.js';
