export { type DatabaseServer, startDatabaseServer } from './database-server.js';
export { type FaultyProxy, startFaultyProxy } from './faulty-proxy.js';
export { openTestDatabase, type TestDatabase } from './test-database.js';
