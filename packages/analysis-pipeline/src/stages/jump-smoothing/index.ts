export { jumpSmoothing } from './jump-smoothing.js';
