import type { PersonId } from '@sojourn/datamodel';
import type { RunOutcome } from '@sojourn/datamodel/http';
import type { BenchDay } from './days.js';
import { type BenchServices, type BenchStore, startServices } from './services.js';

/** Entries in one upload. */
const uploadEntries = 1000;

/** Milliseconds of processor time of one run with everything that it reads and writes. */
export interface StoredRun {
  readonly totalMs: number;
  readonly timeseriesMs: number;
  readonly pipelineMs: number;
}

/** Registers somebody whose phone has uploaded a day. */
export async function personWith(
  { entries }: Pick<BenchDay, 'entries'>,
  store: BenchStore,
): Promise<PersonId> {
  const [issued] = await store.timeseries.issueTokens({ role: 'participant' });
  const { token } = issued!;
  const { id } = await store.timeseries.register(token);
  const phone = store.phone(token);
  for (let start = 0; start < entries.length; start += uploadEntries) {
    await phone.putUsercache(entries.slice(start, start + uploadEntries) as never);
  }
  return id;
}

/**
 * Runs a day for several new people through both services, one after the other, and counts the processor time of both
 * processes: reading, stages, sealing, syncing, and all HTTP between them. Uploads are not counted.
 */
export async function measureStored(
  day: BenchDay,
  people: number,
  services: BenchServices,
): Promise<StoredRun> {
  const ids: PersonId[] = [];
  for (let count = 0; count < people; count++) ids.push(await personWith(day, services));
  const before = await services.figures();
  for (const person of ids) assertDone(await services.pipeline.run({ person }));
  const after = await services.figures();
  const spent = (process: 'timeseries' | 'pipeline') =>
    ((after[process].cpuSeconds - before[process].cpuSeconds) * 1000) / people;
  const [timeseriesMs, pipelineMs] = [spent('timeseries'), spent('pipeline')];
  return { totalMs: timeseriesMs + pipelineMs, timeseriesMs, pipelineMs };
}

/** The same for the very first run of processes that have just started. */
export async function measureStoredCold(day: BenchDay): Promise<StoredRun> {
  const services = await startServices();
  try {
    return await measureStored(day, 1, services);
  } finally {
    await services.close();
  }
}

function assertDone({ stages }: RunOutcome): void {
  const failed = stages.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) throw new Error(`${failed.stage} failed: ${failed.code}`);
}
