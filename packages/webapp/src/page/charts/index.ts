export { chartImage } from './chart-image.js';
export { csvOf } from './csv.js';
export { type Bar, StackedBars } from './stacked-bars.js';
