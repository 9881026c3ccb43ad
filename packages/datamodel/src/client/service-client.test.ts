import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../entry.js';
import { internalRoutes, pipelineRoutes } from '../http/index.js';
import { createPipelineClient, createServiceClient, type ServiceClient } from './index.js';
import { createSampleServer, type SampleServer, sampleEntry } from './server.testing.js';

const id = 'a42edbb7bacb4b009ebb7739af272d77';
let server: SampleServer;
let client: ServiceClient;
let minted: number;

beforeEach(async () => {
  server = createSampleServer(500);
  minted = 0;
});
afterEach(() => server.close());

async function start(): Promise<void> {
  client = createServiceClient({
    baseUrl: await server.listen(),
    serviceToken: async () => `token-${++minted}`,
    retry: { sleep: async () => {} },
  });
}

describe('createServiceClient', () => {
  it('asks for a token before every try', async () => {
    server.serve(internalRoutes.readFigures, () => ({
      livePages: 1,
      pageSize: 4096,
      fileBytes: 9,
      damagedPersons: 0,
    }));
    await start();
    server.faults.push({ answer: 503 });
    expect(await client.figures()).toMatchObject({ pageSize: 4096 });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('lists everybody', async () => {
    const person = (number: number) => ({
      id: String(number).padStart(32, '0'),
      sequence: number,
      processedSequence: 0,
      custody: 'managed',
      locked: false,
    });
    server.serve(internalRoutes.listPeople, ({ query }) => {
      const from = query.after === undefined ? 1 : Number(query.after) + 1;
      return { people: [person(from), person(from + 1)], next: from < 5 ? person(from + 1).id : null };
    });
    await start();
    const sequences = [];
    for await (const { sequence } of client.people()) sequences.push(sequence);
    expect(sequences).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('reads entries as a stream, in pages, and as bytes', async () => {
    server.serve(internalRoutes.queryPersonEntries, ({ body, accept }) => {
      if (accept === 'application/x-ndjson') return server.entries;
      const from = Number(body.cursor ?? 0);
      const to = from + (body.pageSize ?? 100);
      return { entries: server.entries.slice(from, to), cursor: to < 500 ? String(to) : null };
    });
    await start();
    const query = { keys: ['background/location'], stores: ['raw' as const], orderBy: 'data.ts' };
    const streamed: Entry[] = [];
    for await (const part of client.person(id).streamEntries(query)) streamed.push(...part);
    expect(streamed).toEqual(server.entries);
    const paged: Entry[] = [];
    for await (const page of client.person(id).entryPages({ ...query, pageSize: 200 })) paged.push(...page);
    expect(paged).toEqual(server.entries);
    let bytes = 0;
    for await (const chunk of client.person(id).streamBytes(query)) bytes += chunk.length;
    expect(bytes).toBe(
      Buffer.byteLength(server.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
    );
  });

  it('imports lists and endless sources line by line, and repeats only what it still has', async () => {
    const received: unknown[][] = [];
    server.serve(internalRoutes.importEntries, ({ body }) => {
      received.push(body);
      return { inserted: body.length, replaced: 0, unchanged: 0, quarantined: [] };
    });
    await start();
    const entries = Array.from({ length: 3000 }, (_, number) => sampleEntry(number));
    server.faults.push('drop-answer');
    expect(await client.person(id).import(entries)).toMatchObject({ inserted: 3000 });
    expect(received).toEqual([entries, entries]);

    async function* source() {
      yield* entries;
    }
    expect(await client.person(id).import(source())).toMatchObject({ inserted: 3000 });
    server.faults.push('drop-answer');
    await expect(client.person(id).import(source())).rejects.toMatchObject({ code: 'network-failed' });
    expect(received).toHaveLength(4);
  });

  it('passes on what a failing source says', async () => {
    server.serve(internalRoutes.importEntries, () => ({
      inserted: 0,
      replaced: 0,
      unchanged: 0,
      quarantined: [],
    }));
    await start();
    async function* source() {
      yield sampleEntry(0);
      throw new Error('the file ends here');
    }
    await expect(client.person(id).import(source())).rejects.toThrow('the file ends here');
  });

  it('drains the usercache and commits under a lease', async () => {
    server.serve(internalRoutes.acquireLease, () => ({ fence: 4, expires: 1_718_000_060, sequence: 11 }));
    server.serve(internalRoutes.readUsercache, ({ query }) => {
      expect(query).toEqual({ after: '10' });
      return server.entries.map((entry, index) => ({ arrival: 11 + index, entry }));
    });
    server.serve(internalRoutes.commitChanges, () => ({ sequence: 12 }));
    server.serve(internalRoutes.releaseLease, ({ query }) => {
      expect(query).toEqual({ fence: '4' });
    });
    await start();
    const person = client.person(id);
    const { fence } = await person.acquireLease('test', 60);
    const drain = [];
    for await (const rows of person.usercache({ after: 10 })) {
      drain.push(...rows.map(({ arrival, entry }) => ({ id: entry._id.$oid, arrival })));
    }
    expect(drain).toHaveLength(500);
    const state = { curr_run_ts: null, last_processed_ts: 1.5, last_ts_run: 2 };
    const insert = [sampleEntry(1)];
    const commit = {
      fence,
      insert,
      drain,
      states: { USERCACHE: state, JUMP_SMOOTHING: null },
      processedSequence: 11,
    };
    expect(await person.commit(commit)).toEqual({ sequence: 12 });
    await person.releaseLease(fence);
    expect(server.requests.find((request) => request.id === 'commitChanges')?.body).toEqual(commit);
  });

  it('never sends a commit twice on its own', async () => {
    server.serve(internalRoutes.commitChanges, () => ({ sequence: 12 }));
    await start();
    server.faults.push('drop-answer');
    await expect(client.person(id).commit({})).rejects.toMatchObject({ code: 'network-failed' });
    expect(server.requests).toHaveLength(1);
  });

  it('keeps documents of people and of nobody', async () => {
    const document = { version: 2, value: { a: 1 } };
    server.serve(internalRoutes.readPersonDocument, () => document);
    server.serve(internalRoutes.putPersonDocument, ({ body }) => ({ version: body.expectVersion! + 1 }));
    server.serve(internalRoutes.putDocument, ({ body }) => ({
      version: body.expectVersion === null ? 1 : 9,
    }));
    server.serve(internalRoutes.removeDocument, ({ query }) => {
      expect(query).toEqual({ expectVersion: '3' });
    });
    server.serve(internalRoutes.listDocuments, ({ query }) => ({
      documents: [{ name: query.after === undefined ? 'a' : 'b', ...document }],
      next: query.after === undefined ? 'a' : null,
    }));
    await start();
    const own = client.person(id).documents;
    expect(await own.get('model')).toEqual(document);
    expect(await own.put('model', {}, 2)).toEqual({ version: 3 });
    const jobs = client.documents('jobs');
    expect(await jobs.get('nowhere')).toBeUndefined();
    expect(await jobs.put('one', {}, null)).toEqual({ version: 1 });
    expect(await jobs.put('one', {})).toEqual({ version: 9 });
    await jobs.remove('one', 3);
    const names = [];
    for await (const { name } of jobs.list()) names.push(name);
    expect(names).toEqual(['a', 'b']);
  });

  it('hands a key over', async () => {
    server.serve(internalRoutes.changeCustody, ({ body }) => {
      expect(body).toEqual({ custody: 'presented', publicKey: `${'A'.repeat(42)}A` });
      return { custody: 'presented', locked: true, expires: null };
    });
    await start();
    const change = { custody: 'presented' as const, publicKey: new Uint8Array(32) };
    expect(await client.person(id).changeCustody(change)).toMatchObject({ locked: true });
  });
});

describe('createPipelineClient', () => {
  it('runs one person', async () => {
    const outcome = {
      id: 'run-1',
      person: id,
      outcome: 'done',
      changed: true,
      sequence: 12,
      started: 1,
      ended: 2,
      stages: [{ stage: 'TRIP_SEGMENTATION', outcome: 'done', entries: 500, cpuMs: 3.5 }],
    };
    server.serve(pipelineRoutes.startRun, () => outcome);
    server.serve(pipelineRoutes.getRun, ({ params }) => ({ ...outcome, id: params.run }));
    const pipeline = createPipelineClient({ baseUrl: await server.listen(), serviceToken: () => 'token' });
    expect(await pipeline.run({ person: id, settings: { 'intake.rederive': 'never' } })).toEqual(outcome);
    expect(await pipeline.outcome('run-2')).toMatchObject({ id: 'run-2' });
  });
});
