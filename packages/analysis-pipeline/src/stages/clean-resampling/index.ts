export { cleanResampling } from './clean-resampling.js';
