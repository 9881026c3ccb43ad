export { type DatabaseServer, startDatabaseServer } from './database-server.js';
export { openTestDatabase, type TestDatabase } from './test-database.js';
