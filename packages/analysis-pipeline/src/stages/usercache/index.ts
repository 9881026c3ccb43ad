export { usercacheMove } from './usercache.js';
