import { afterAll, describe } from 'vitest';
import { openTestDatabase } from '../../testing/database/index.js';
import { engineContract } from '../contract.suite.js';
import { openMongoEngine } from './open-mongodb-engine.js';

const database = await openTestDatabase();
afterAll(() => database?.drop());

describe.skipIf(!database)('on a server', () => {
  engineContract('MongoDB', {
    capabilities: { persistent: true, exclusive: false, shared: true },
    open: (place) => openMongoEngine(database!.url(place)),
    clean: () => database!.drop(),
  });
});
