export { sectionSegmentation } from './section-segmentation.js';
