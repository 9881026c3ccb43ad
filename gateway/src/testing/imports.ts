import { hardenEnvironment } from '../config.js';

// As in the real process, before the host is loaded.
hardenEnvironment(process.env);

const { createGateway } = await import('../gateway.js');

export type { CertificateFiles } from '../configuration/index.js';
export type { Gateway } from '../gateway.js';
export { createGateway };
