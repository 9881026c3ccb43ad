export { type FrameQuery, frameOf, type StateSource } from './person-frame.js';
