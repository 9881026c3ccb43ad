import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { MongoClient } from 'mongodb';
import { inject } from 'vitest';

/** A database on the server of the test run. */
export interface TestDatabase {
  /** Connection string of a database that nobody else uses; with the same name twice, of the same one. */
  url(name?: string): string;
  /** Leaves the databases that were named: the same names stand for new ones from then on. */
  drop(): Promise<void>;
}

/** @returns undefined where there is no server; files then skip what needs one */
export async function openTestDatabase(): Promise<TestDatabase | undefined> {
  const given = process.env.MONGODB_URL;
  const server = given ?? (await askBroker());
  if (server === undefined) return undefined;
  const own = randomBytes(6).toString('hex');
  let round = 0;
  const used = new Set<string>();
  return {
    url(name = 'store') {
      const database = `sojourn_test_${own}_${round}_${name}`;
      used.add(database);
      return withDatabase(server, database);
    },
    async drop() {
      round++;
      // A server of our own goes with all of its data.
      if (given === undefined) return;
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
