import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { MongoClient } from 'mongodb';
import { inject } from 'vitest';

/** A database on the server of the test run. */
export interface TestDatabase {
  /** Connection string of a database that nobody else uses; with the same name twice, of the same one. */
  url(name?: string): string;
  /** Removes the databases that were named. */
  drop(): Promise<void>;
}

/** @returns undefined where there is no server; files then skip what needs one */
export async function openTestDatabase(): Promise<TestDatabase | undefined> {
  const server = process.env.MONGODB_URL ?? (await askBroker());
  if (server === undefined) return undefined;
  const own = randomBytes(6).toString('hex');
  const used = new Set<string>();
  return {
    url(name = 'store') {
      used.add(`sojourn_test_${own}_${name}`);
      return withDatabase(server, `sojourn_test_${own}_${name}`);
    },
    async drop() {
      const client = new MongoClient(server);
      for (const name of used) await client.db(name).dropDatabase();
      used.clear();
      await client.close();
    },
  };
}

async function askBroker(): Promise<string | undefined> {
  const connection = connect(inject('databaseBroker')).setEncoding('utf8');
  let text = '';
  connection.on('data', (part: string) => {
    text += part;
  });
  await once(connection, 'end');
  return (JSON.parse(text) as { url?: string }).url;
}

function withDatabase(url: string, name: string): string {
  const [, server, , options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  if (server === undefined) throw new Error('MONGODB_URL is not a connection string');
  return `${server}/${name}${options}`;
}
