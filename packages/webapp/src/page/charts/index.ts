export { chartImage } from './chart-image.js';
export { csvOf } from './csv.js';
export { linearScale } from './linear-scale.js';
export { type Bar, StackedBars } from './stacked-bars.js';
