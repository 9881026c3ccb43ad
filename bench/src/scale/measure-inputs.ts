import { localDate } from '@sojourn/datamodel/time';
import { type PhoneEntry, simulate } from '@sojourn/simulator';
import { type BenchServices, startServices } from '../pipeline/services.js';
import type { MeasuredInputs } from './inputs.js';

const secondsPerHour = 3600;

/**
 * Measures what a person costs: simulated people upload some days hour by hour to the real services, and their
 * diaries are made. Processor time of both processes; bytes of live pages after compaction.
 */
export async function measureInputs(people: number, days: number): Promise<MeasuredInputs> {
  const services = await startServices();
  try {
    const empty = await storedBytes(services);
    const persons = await register(people, services);
    const registered = await storedBytes(services);
    const counts = { entries: 0, bytes: 0, byHour: new Array<number>(24).fill(0) };
    const before = await services.figures();
    let number = 0;
    for (const { entries, zone } of simulate({ seed: 'scale', people, days, flights: false })) {
      const phone = services.phone(persons[number++]!.token);
      for (const hour of hoursOf(entries)) {
        counts.entries += hour.length;
        counts.bytes += JSON.stringify(hour).length;
        counts.byHour[localDate(hour[0]!.metadata.write_ts, zone).hour]! += hour.length;
        await phone.putUsercache(hour as never);
      }
    }
    const uploaded = await services.figures();
    for (const { id } of persons) await services.pipeline.run({ person: id });
    const ran = await services.figures();
    await services.timeseries.compact();
    const stored = await storedBytes(services);
    const personDays = people * days;
    const spent = (from: typeof before, to: typeof before, process: 'timeseries' | 'pipeline') =>
      ((to[process].cpuSeconds - from[process].cpuSeconds) * 1000) / personDays;
    return {
      entriesPerPersonDay: counts.entries / personDays,
      storedBytesPerPersonDay: (stored - registered) / personDays,
      storedBytesPerPerson: (registered - empty) / people,
      uploadedBytesPerPersonDay: counts.bytes / personDays,
      uploadMsPerPersonDay: spent(before, uploaded, 'timeseries'),
      runStoreMsPerPersonDay: spent(uploaded, ran, 'timeseries'),
      runPipelineMsPerPersonDay: spent(uploaded, ran, 'pipeline'),
      shareByHour: counts.byHour.map((count) => count / counts.entries),
    };
  } finally {
    await services.close();
  }
}

async function register(people: number, { timeseries }: BenchServices) {
  const tokens = await timeseries.issueTokens({ role: 'participant', count: people });
  const persons: { id: string; token: string }[] = [];
  for (const { token } of tokens) persons.push({ id: (await timeseries.register(token)).id, token });
  return persons;
}

/** What a phone sends each time when it syncs every hour. */
function* hoursOf(entries: Iterable<PhoneEntry>): Generator<PhoneEntry[]> {
  let hour: PhoneEntry[] = [];
  let current = Number.NaN;
  for (const entry of entries) {
    const number = Math.floor(entry.metadata.write_ts / secondsPerHour);
    if (number !== current && hour.length > 0) {
      yield hour;
      hour = [];
    }
    current = number;
    hour.push(entry);
  }
  if (hour.length > 0) yield hour;
}

async function storedBytes({ timeseries }: BenchServices): Promise<number> {
  const { livePages, pageSize } = await timeseries.figures();
  return livePages * pageSize;
}
