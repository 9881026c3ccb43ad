export { isTombstone, putTombstone, tombstoneOf } from './tombstones.js';
