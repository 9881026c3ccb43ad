import { type Entry, isSojournError, type PersonId, type PhoneEntry } from '@sojourn/datamodel';
import { createClient, type SojournClient } from '@sojourn/datamodel/client';
import { simulate } from '@sojourn/simulator';
import { type Connections, openConnections } from '../platform/index.js';
import { showProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { labelsOf } from './labels.js';
import { type DemoPerson, readDemoPerson, writeDemoPerson } from './person.js';

interface DemoOptions {
  readonly data: string;
  /** The one public address. */
  readonly url: string;
  /** Certificate that scripts have to trust, when the address speaks TLS by a local authority. */
  readonly authorityFile?: string;
  readonly terminal: Terminal;
}

/** Somebody who walks, cycles, takes bus and car, and flies before the two weeks are over. */
const DEMO = { seed: 'demo 42', city: 'Bremen', platform: 'android' } as const;
const DAYS = 14;
/** Days of which the demo person has said what they did. */
const LABELLED_DAYS = 10;
const UPLOAD_BATCH = 1_000;
const RUN_TIMEOUT = 10 * 60_000;
const TRIES = 60;
const DAY_SECONDS = 86_400;
const LOOK_AGAIN = 100;

/**
 * Gives an empty store an invented person with two weeks of travel that end yesterday, and prints how to see them.
 * A store with real people in it is left alone.
 */
export async function openDemo({ data, url, authorityFile, terminal }: DemoOptions): Promise<void> {
  const connections = await openConnections(data);
  try {
    let person = await readDemoPerson(data);
    if (!person) {
      if (!(await isEmpty(connections))) {
        terminal.err('The store is not empty: no demo person was added.\n');
        return;
      }
      person = await createDemoPerson(connections);
      await writeDemoPerson(data, person);
    }
    if (!person.complete) {
      await fill(connections, url, person, terminal);
      await writeDemoPerson(data, { ...person, complete: true });
    }
    terminal.err(describe(url, person, authorityFile));
  } finally {
    await connections.close();
  }
}

async function isEmpty({ timeseries }: Connections): Promise<boolean> {
  for await (const _ of timeseries.people()) return false;
  return true;
}

async function createDemoPerson({ timeseries }: Connections): Promise<DemoPerson> {
  const [made] = await timeseries.issueTokens({ role: 'participant', label: 'demo' });
  const from = new Date(Date.now() - DAYS * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  return { token: made!.token, from, complete: false };
}

async function fill(
  connections: Connections,
  url: string,
  person: DemoPerson,
  terminal: Terminal,
): Promise<void> {
  const [invented] = simulate({ ...DEMO, days: DAYS, from: person.from, flights: false });
  const entries = [...invented!.entries];
  const truth = [...invented!.groundTruth];
  const labelledUntil = Date.parse(person.from) / 1000 + LABELLED_DAYS * DAY_SECONDS;
  const [labelled, rest] = [true, false].map((isEarly) =>
    entries.filter(({ metadata }) => metadata.write_ts < labelledUntil === isEarly),
  );
  // Our own certificate is not trusted by this process, and the way to the gateway stays within the machine.
  const phone: SojournClient = url.startsWith('https:')
    ? connections.participant(person.token)
    : createClient({ baseUrl: url, token: person.token });
  const id = await phone.createProfile();
  const uploading = showProgress(terminal, `Uploading two weeks of an invented person`, entries.length);
  let sent = 0;
  const upload = async (batch: readonly PhoneEntry[]) => {
    for (let start = 0; start < batch.length; start += UPLOAD_BATCH) {
      await phone.putUsercache(batch.slice(start, start + UPLOAD_BATCH));
      sent += Math.min(UPLOAD_BATCH, batch.length - start);
      uploading.update(Math.min(sent, entries.length));
    }
  };
  await upload(labelled!);
  await runPipeline(connections, id);
  // What they say of these is learnt from, so that labels of the later trips can be suggested.
  await upload(labelsOf(await tripsOf(phone), truth));
  await runPipeline(connections, id);
  await learn(connections.jobs(person.token), id);
  await upload(rest!);
  uploading.end(`${sent} entries`);
  const running = showProgress(terminal, 'Running the pipeline', 1);
  await runPipeline(connections, id);
  running.end();
}

async function tripsOf(phone: SojournClient): Promise<Entry[]> {
  const trips: Entry[] = [];
  const query = { keys: ['analysis/confirmed_trip'], time: { field: 'data.start_ts' } };
  for await (const trip of phone.findEntries(query)) if ('_id' in trip) trips.push(trip as Entry);
  return trips;
}

async function learn(jobs: SojournClient, person: PersonId): Promise<void> {
  let { id, ended } = await jobs.startJob({ name: 'train-trip-model', parameters: { person } });
  while (ended === null) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    ({ ended } = await jobs.job(id));
  }
}

/** The pipeline looks for new data on its own, and may just have begun with this. */
async function runPipeline({ pipeline }: Connections, person: PersonId): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await pipeline.run({ person }, { timeout: RUN_TIMEOUT });
      return;
    } catch (error) {
      const busy = isSojournError(error) && error.code === 'run-in-progress';
      if (!busy || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function describe(url: string, { token }: DemoPerson, authorityFile: string | undefined): string {
  const tls = authorityFile === undefined ? '' : ` --cacert '${authorityFile}'`;
  const body = JSON.stringify({
    user: token,
    key_list: ['segmentation/raw_trip'],
    key_time: 'data.start_ts',
    start_time: 0,
    end_time: 4_102_444_800,
  });
  return `
Their diary is at ${url}. Sign in with the demo person's token: ${token}

Their trips from the API:
  curl -s${tls} ${url}/datastreams/find_entries/timestamp \\
    -H 'content-type: application/json' \\
    -d '${body}'
`;
}
