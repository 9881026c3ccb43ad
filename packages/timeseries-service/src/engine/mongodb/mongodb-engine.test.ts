import { MongoClient } from 'mongodb';
import { afterAll, describe, expect, it } from 'vitest';
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

  it('is refused with the format of a newer release', async () => {
    await (await openMongoEngine(database!.url())).close();
    const client = new MongoClient(database!.url());
    const formats = client.db().collection<{ _id: string; format: number }>('format');
    await formats.updateOne({ _id: 'sojourn' }, { $set: { format: 2 } });
    await client.close();
    await expect(openMongoEngine(database!.url())).rejects.toMatchObject({ code: 'format-too-new' });
  });
});

it.each(['', 'http://db/', 'mongodb://user:sesame@'])('does not take %j, nor repeat it', async (url) => {
  const error = await openMongoEngine(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'config-invalid' });
  expect(String(error)).not.toContain('sesame');
});
