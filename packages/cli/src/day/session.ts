import type { Entry, PersonId } from '@sojourn/datamodel';
import type { PersonClient, SojournClient } from '@sojourn/datamodel/client';
import type { ResetOutcome, RunOutcome } from '@sojourn/datamodel/http';
import {
  type Connections,
  createTemporaryDataFolder,
  openConnections,
  type PlatformSettings,
  pipelineCommand,
  timeseriesCommand,
} from '../platform/index.js';
import { type ServiceCommand, type ServiceProcess, startService } from '../supervisor/index.js';
import type { EntryFile } from './entry-file.js';

/** One temporary person in a temporary store, with the real services around them. */
export interface DaySession {
  readonly person: PersonClient;
  /** Stores a file's entries: those of the server as they are, those of phones through upload. */
  load(file: EntryFile, progress: (stored: number) => void): Promise<void>;
  run(request: {
    stages?: { from: string; to: string };
    settings: Record<string, unknown>;
  }): Promise<RunOutcome>;
  /** Takes the pipeline back to a time, or modes of sections alone. @param time Unix seconds */
  reset(time: number, part?: 'modes'): Promise<ResetOutcome>;
  /** Ends the services and removes the store. */
  close(): Promise<void>;
}

const UPLOAD_BATCH = 1_000;
/** A run of a long recording may take a while; one that makes no progress for so many milliseconds hangs. */
const RUN_TIMEOUT = 30 * 60_000;

/** Starts store and pipeline on a temporary folder. */
export async function openDaySession(options: {
  logLevel: string;
  log: PlatformSettings['log'];
}): Promise<DaySession> {
  const folder = await createTemporaryDataFolder();
  const settings: PlatformSettings = {
    data: folder.data,
    ...options,
    environment: {
      // Recordings are uploaded as fast as they can be read, and nothing outlives the command.
      SOJOURN_PERSON_BURST: '0',
      SOJOURN_COMPACT_SECONDS: '0',
      // One person needs no pool of threads.
      SOJOURN_PIPELINE_THREADS: '0',
    },
  };
  const services: ServiceProcess[] = [];
  let connections: Connections | undefined;
  const close = async () => {
    await connections?.close();
    for (const service of services.toReversed()) await service.stop();
    await folder.remove();
  };
  try {
    services.push(
      ...(await startTogether(timeseriesCommand(settings), pipelineCommand(settings, { poll: false }))),
    );
    connections = await openConnections(folder.data);
    const { pipeline } = connections;
    const { id, phone } = await createPerson(connections);
    const person = connections.timeseries.person(id);
    return {
      person,
      close,
      load: (file, progress) =>
        file.form === 'server'
          ? importAll(person, file.entries, progress)
          : uploadAll(phone, file.entries, progress),
      run: ({ stages, settings: changed }) =>
        pipeline.run(
          { person: id, settings: changed, ...(stages ? { stages } : {}) },
          { timeout: RUN_TIMEOUT },
        ),
      reset: (time, part) =>
        pipeline.reset({ person: id, time, ...(part && { part }) }, { timeout: RUN_TIMEOUT }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws the first error, after those that did start have been ended */
async function startTogether(...commands: ServiceCommand[]): Promise<ServiceProcess[]> {
  const results = await Promise.allSettled(commands.map((command) => startService(command)));
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return started;
  await Promise.all(started.map((service) => service.stop()));
  throw failed.reason;
}

async function createPerson({
  timeseries,
  participant,
}: Connections): Promise<{ id: PersonId; phone: SojournClient }> {
  const [made] = await timeseries.issueTokens({ role: 'participant' });
  const { id } = await timeseries.register(made!.token);
  return { id, phone: participant(made!.token) };
}

async function importAll(
  person: PersonClient,
  entries: readonly Entry[],
  progress: (stored: number) => void,
): Promise<void> {
  await person.import([...entries]);
  progress(entries.length);
}

async function uploadAll(
  phone: SojournClient,
  entries: readonly Entry[],
  progress: (stored: number) => void,
): Promise<void> {
  for (let start = 0; start < entries.length; start += UPLOAD_BATCH) {
    const batch = entries.slice(start, start + UPLOAD_BATCH);
    await phone.putUsercache(batch);
    progress(start + batch.length);
  }
}
