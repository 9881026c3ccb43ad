export { openDemo } from './demo.js';
