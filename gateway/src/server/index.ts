export { Certificates } from './certificates.js';
export { listen } from './listen.js';
export { Port, type RequestHandler } from './port.js';
