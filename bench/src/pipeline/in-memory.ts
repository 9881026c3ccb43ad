import { defaultSettings, type PersonStore, type RunResult, runPerson } from '@sojourn/analysis-pipeline';
import type { Entry } from '@sojourn/datamodel';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import type { BenchDay } from './days.js';

const person = '00000000000040008000000000000001';
/** Unix seconds after every day. */
const now = 1_800_000_000;

/** Runs a day again and again, each time for somebody new, with a store that costs nothing. */
export function prepareInMemory({ entries }: BenchDay): () => Promise<RunResult> {
  const createId = createObjectIdSource(() => now * 1000);
  const usercache = entries.map(({ metadata, data }) => ({
    arrival: 1,
    entry: { _id: { $oid: createId() }, user_id: { $uuid: person }, metadata, data } as Entry,
  }));
  const store: PersonStore = {
    person,
    begin: async () => ({ fence: 1, sequence: 1, states: {}, processedSequence: 0, usercache }),
    renewLease: async () => {},
    releaseLease: async () => {},
    find: async () => [],
    ids: async () => [],
    last: async () => undefined,
    profile: async () => ({}),
    commit: async () => ({ sequence: 2 }),
  };
  return () =>
    runPerson(
      { person },
      {
        store,
        settings: defaultSettings,
        clock: () => now * 1000,
        createId,
        owner: 'bench',
        cpuTime,
        onFailure: (_stage, error) => {
          throw error;
        },
      },
    );
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
