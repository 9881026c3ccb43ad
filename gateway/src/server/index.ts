export { Certificates } from './certificates.js';
export { Port, type RequestHandler } from './port.js';
