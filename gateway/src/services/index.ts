export { type ReplicaTarget, readAddress } from './address.js';
export { ConnectionTimeout } from './connections.js';
export { ServiceDirectory, type Services } from './directory.js';
export { Replica } from './replica.js';
export { Service, type ServiceSettings } from './service.js';
