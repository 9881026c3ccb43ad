import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createPipelineClient, createServiceClient, type PersonClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { parseUpload } from '@sojourn/datamodel/wire';
import { connect, createLogger, createServiceTokenAuthority, listen, parseReady } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import { configOf, createTimeseriesService, type TimeseriesService } from '@sojourn/timeseries-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The built file: `npm test` compiles first.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const children: ChildProcess[] = [];
const connections: { close(): Promise<void> }[] = [];
let data: string;
let timeseries: TimeseriesService;
let internal: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-pipeline-'));
  const config = configOf({ data, compactSeconds: 0 });
  timeseries = await createTimeseriesService(config, {
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  internal = await listen(timeseries.internal, config.internalAddress);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const connection of connections.splice(0)) await connection.close();
  await timeseries.close();
  await rm(data, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, SOJOURN_DATA: data, SOJOURN_POLL_SECONDS: '0', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const ready = new Promise<Readonly<Record<string, string>>>((resolve) => {
    createInterface(child.stdout!).on('line', (line) => {
      const addresses = parseReady(line);
      if (addresses) resolve(addresses);
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, ready, ended };
}

async function clients(pipelineAddress: string) {
  const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
  const to = (address: string, audience: string) => {
    const connection = connect(address);
    connections.push(connection);
    return {
      ...connection,
      serviceToken: authority.source({ subject: 'test', audience, scope: serviceScopes }),
    };
  };
  return {
    store: createServiceClient(to(internal, 'timeseries')),
    pipeline: createPipelineClient(to(pipelineAddress, 'pipeline')),
  };
}

async function newPerson(seed: string, days: number): Promise<string> {
  const id = await timeseries.store.createPerson();
  const [simulated] = simulate({ seed, days, platform: 'android', flights: false });
  const { entries } = parseUpload(JSON.stringify({ phone_to_server: [...simulated!.entries] }));
  await timeseries.store.person(id).put(entries);
  return id;
}

async function predictedModes(person: PersonClient): Promise<string[]> {
  const modes: string[] = [];
  for await (const list of person.streamEntries({ keys: ['inference/prediction'] })) {
    modes.push(...list.flatMap(({ data }) => Object.keys(data.predicted_mode_map as object)));
  }
  return modes;
}

describe('the process', () => {
  it('says once where it listens, runs people in worker threads, and ends on SIGTERM', async () => {
    const stops = join(data, 'stops.json');
    await writeFile(stops, '{"elements":[]}');
    const { child, ready, ended } = start({
      SOJOURN_PIPELINE_THREADS: '2',
      SOJOURN_TRANSIT_STOPS: stops,
      SOJOURN_LOG_LEVEL: 'error',
    });
    const addresses = await ready;
    expect(addresses).toEqual({ pipeline: `unix:${data}/run/pipeline.sock` });
    const { pipeline, store } = await clients(addresses.pipeline!);
    const people = [await newPerson('a', 2), await newPerson('b', 2), await newPerson('c', 2)];
    const outcomes = await Promise.all(people.map((person) => pipeline.run({ person })));
    expect(outcomes.map(({ outcome, changed }) => [outcome, changed])).toEqual(
      people.map(() => ['done', true]),
    );
    for (const person of people) {
      const { entry } = await store
        .person(person)
        .extreme({ key: 'segmentation/raw_trip', field: 'data.start_ts', end: 'first' });
      expect(entry).not.toBeNull();
    }
    // Threads ask the process for stops: where there are none, rides are car rides, and not unknown.
    const modes = (await Promise.all(people.map((person) => predictedModes(store.person(person))))).flat();
    expect(modes).toContain('CAR');
    expect(modes).not.toContain('UNKNOWN');
    await expect(pipeline.run({ person: people[0]!, settings: { 'no.such': 1 } })).rejects.toEqual(
      expect.objectContaining({ code: 'request-invalid', detail: expect.stringContaining('no.such') }),
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('finds work by itself, and makes up for a run that it was killed in', async () => {
    const person = await newPerson('d', 3);
    const polling = {
      SOJOURN_POLL_SECONDS: '0.05',
      SOJOURN_DEBOUNCE_SECONDS: '0',
      SOJOURN_LOG_LEVEL: 'error',
    };
    const first = start(polling);
    await first.ready;
    first.child.kill('SIGKILL');
    await first.ended;
    const series = timeseries.store.person(person);
    const second = start(polling);
    await second.ready;
    await expect
      .poll(async () => (await series.summary()).processedSequence >= (await series.summary()).sequence, {
        interval: 100,
      })
      .toBe(true);
    const places = await series.count({ keys: ['segmentation/raw_place'] });
    const travel = await series.count({ keys: ['segmentation/raw_trip', 'segmentation/raw_untracked'] });
    expect(places).toBe(travel + 1);
  });

  it('says what is wrong with its settings and does not start', async () => {
    const { ended } = start({ SOJOURN_POLL_SECONDS: 'often', SOJOURN_LOG_LEVEL: 'silent' });
    expect(await ended).toBe(1);
  });
});
