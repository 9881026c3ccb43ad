import { stringifyWire } from '@sojourn/datamodel/wire';
import type { PersonTimeseries, StreamSummary, TimeseriesStore } from '../../timeseries/index.js';
import { MANAGED, PASSPHRASE, PRESENTED, TOKENS } from './contents.js';

/** All that can be read from a data folder, one JSON object a line. Unlocks whoever is locked. */
export async function describeDataFolder(store: TimeseriesStore): Promise<string[]> {
  const lines: string[] = [];
  const line = (value: object) => lines.push(stringifyWire(value));
  for (const token of Object.values(TOKENS)) {
    const { id: _, ...record } = (await store.directory.resolve(token)) ?? { id: '' };
    line({ token, ...record });
  }
  for await (const summary of store.people()) line({ summary });
  const presented = store.person(PRESENTED);
  line({ locked: await presented.waiting() });
  line({ unlocked: await presented.unlock({ passphrase: PASSPHRASE }, 60_000) });
  for (const id of [MANAGED, PRESENTED]) lines.push(...(await describePerson(store.person(id))));
  return lines;
}

async function describePerson(person: PersonTimeseries): Promise<string[]> {
  const { id: about } = person;
  const waiting = await person.waiting();
  const facts = {
    about,
    states: await person.states(),
    profile: await person.profile(),
    streams: (await person.streams()).map(withoutSize),
    waiting,
    arrivals: (await person.usercache()).map(({ arrival, entry }) => [arrival, entry._id.$oid]),
    valid: await person.count({ keys: null }),
    damage: await person.verify(),
  };
  return [stringifyWire(facts), ...(await entriesOf(person))];
}

/** Entries of all stores as the store itself writes them, so that no number passes through a parser. */
async function entriesOf(person: PersonTimeseries): Promise<string[]> {
  const lines: string[] = [];
  for (const store of ['usercache', 'raw', 'analysis', 'quarantine'] as const) {
    const chunks: Uint8Array[] = [];
    const found = person.find({ keys: null, stores: [store], includeInvalid: true });
    for await (const chunk of found.json('\n')) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    for (const entry of text.split('\n').filter((part) => part !== '')) {
      lines.push(`{"store":${JSON.stringify(store)},"entry":${entry}}`);
    }
  }
  return lines;
}

/** How much room a stream takes is for each release to better. */
function withoutSize({ bytes: _, ...stream }: StreamSummary): object {
  return stream;
}
