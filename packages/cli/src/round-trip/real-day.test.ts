import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry, PersonId } from '@sojourn/datamodel';
import { createClient, type SojournClient } from '@sojourn/datamodel/client';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { parseWire } from '@sojourn/datamodel/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Connections,
  createTemporaryDataFolder,
  openConnections,
  type Platform,
  startPlatform,
} from '../platform/index.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/real-days');
const present = existsSync(folder);
/** Two variants of a day have an activity whose text was edited by hand; no phone can have sent it. */
const edited = /-(bus-start|straddle)\.entries/;
const days = present
  ? readdirSync(folder).filter((name) => name.endsWith('.entries.json.gz') && !edited.test(name))
  : [];

/** Entries a request, as the requirement of the round trip has it. */
const BATCH = 200;

describe.skipIf(!present)(
  `a recorded day goes in as a phone would send it and comes back as it was recorded${present ? '' : ' (skipped: no folder ../shared/real-days)'}`,
  () => {
    let data: Awaited<ReturnType<typeof createTemporaryDataFolder>>;
    let platform: Platform;
    let connections: Connections;

    beforeAll(async () => {
      data = await createTemporaryDataFolder();
      platform = await startPlatform(
        {
          data: data.data,
          log: 'keep',
          logLevel: 'error',
          environment: { SOJOURN_PERSON_BURST: '0', SOJOURN_POLL_SECONDS: '0' },
        },
        { host: '127.0.0.1', port: 0 },
        () => {},
      );
      connections = await openConnections(data.data);
    });
    afterAll(async () => {
      await connections?.close();
      await platform?.stop();
      await data?.remove();
    });

    test.each(days)('%s', async (file) => {
      const recorded = distinctUploads(readDay(file));
      const phone = recorded.map((entry) => toPhoneForm(entry) as Entry);
      const { client, person } = await signUp(connections, platform);

      await upload(client, phone);
      const waiting = await readAll(client);
      await upload(client, phone);
      expect(await readAll(client), 'sent again before the run').toEqual(waiting);

      await connections.pipeline.run({ person });
      const stored = await readAll(client);
      expect(stored.map(comparable)).toEqual(recorded.map(comparable));

      await upload(client, phone);
      await connections.pipeline.run({ person });
      expect(await readAll(client), 'sent again after the run').toEqual(stored);
    });
  },
);

async function signUp(
  { timeseries }: Connections,
  { url }: Platform,
): Promise<{ client: SojournClient; person: PersonId }> {
  const [made] = await timeseries.issueTokens({ role: 'participant' });
  const client = createClient({ baseUrl: url, token: made!.token });
  return { client, person: await client.createProfile() };
}

async function upload(client: SojournClient, phone: readonly Entry[]): Promise<void> {
  for (let start = 0; start < phone.length; start += BATCH) {
    await client.putUsercache(phone.slice(start, start + BATCH));
  }
}

/** Everything that a phone has sent, in the order of the public interface; nothing of what the server adds. */
async function readAll(client: SojournClient): Promise<Entry[]> {
  const entries: Entry[] = [];
  const query = {
    key_list: null,
    key_time: 'metadata.write_ts',
    start_time: null,
    end_time: Number.MAX_VALUE,
  };
  for await (const entry of client.findEntriesReference(query)) {
    if (entry.metadata.platform !== 'server') entries.push(entry);
  }
  return entries.sort(compareIdentity);
}

function readDay(file: string): Entry[] {
  const text = gunzipSync(readFileSync(join(folder, file))).toString('utf8');
  return parseWire(text) as unknown as Entry[];
}

/** What an upload can hold: entries of phones, the last of those that agree in their identity. */
function distinctUploads(entries: readonly Entry[]): Entry[] {
  const byIdentity = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.metadata.platform !== 'server') byIdentity.set(identityOf(entry), entry);
  }
  return [...byIdentity.values()].sort(compareIdentity);
}

const identityOf = ({ metadata: { type, key, write_ts } }: Entry): string => `${write_ts} ${type} ${key}`;

function compareIdentity(left: Entry, right: Entry): number {
  const byTime = left.metadata.write_ts - right.metadata.write_ts;
  return byTime || (identityOf(left) < identityOf(right) ? -1 : 1);
}

/** Metadata and data without ids; the two conventions for the first day of a week are left out. */
function comparable({ metadata, data }: Entry): unknown {
  return JSON.parse(
    JSON.stringify({ metadata, data }, (name, value) => (name === 'weekday' ? undefined : value)),
  );
}
