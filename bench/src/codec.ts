import { createSecretKey, randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { openBlock, type SealedBlock, sealBlock } from '@sojourn/timeseries-service/block';
import { cpuSeconds, median, round } from './measure.js';
import { batches, type Dataset, loadDataset, repeated } from './store/dataset.js';

const ROUNDS = 5;
const PERSON = '00000000000000000000000000000001';
const UPLOAD_ENTRIES = 1000;
const BLOCK_ENTRIES = 512;

export interface CodecBenchOptions {
  /** Entries to measure with. */
  readonly entries?: number;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

/**
 * Measures the block codec alone: phone-form uploads to sealed blocks, long-term blocks to objects and to JSON bytes,
 * bytes at rest. The baseline keeps the same lists as deflated JSON, unencrypted. Times are CPU time, medians of 5.
 */
export async function benchCodec(options: CodecBenchOptions = {}): Promise<Record<string, unknown>> {
  const { entries: count = 60_000, progress = () => {} } = options;
  const dataset = loadDataset();
  progress(`preparing ${count} entries of ${dataset.name}`);
  const uploads = [...batches(phoneEntries(dataset, count), UPLOAD_ENTRIES)].map(parsed);
  const blocks = longTermLists(uploads.flat());
  const key = { version: 1, key: createSecretKey(randomBytes(32)) };
  const about = { person: PERSON, commit: 1, generation: 0 } as const;
  const sealUploads = () =>
    uploads.map((list) =>
      sealBlock(list, { ...about, store: 'usercache', identity: 'upload', effort: 'fast' }, key),
    );
  const sealBlocks = () =>
    blocks.map((list) => sealBlock(list, { ...about, store: 'raw', identity: 'id' }, key));
  const sealed = sealBlocks();
  const open = (block: SealedBlock) => openBlock(block.header, block.body, key.key);
  const packed = blocks.map((list) => deflate(list, 6));
  const total = blocks.reduce((sum, list) => sum + list.length, 0);
  const bytes = sealed.reduce((sum, { header, body }) => sum + header.length + body.length, 0);
  const packedBytes = packed.reduce((sum, list) => sum + list.length, 0);

  const work = {
    encode_upload: () => sealUploads(),
    encode_upload_baseline: () => uploads.map((list) => deflate(list, 3)),
    encode_block: () => sealBlocks(),
    encode_block_baseline: () => blocks.map((list) => deflate(list, 6)),
    objects: () => sealed.map((block) => open(block).objects().length),
    objects_baseline: () => packed.map((list) => (JSON.parse(inflate(list)) as unknown[]).length),
    json: () => sealed.map((block) => open(block).json(undefined, '\n').length),
    json_baseline: () => packed.map((list) => JSON.stringify(JSON.parse(inflate(list))).length),
    times: () => sealed.map((block) => open(block).numbers('metadata.write_ts').length),
  };
  const microseconds: Record<string, number> = {};
  for (const [name, run] of Object.entries(work)) {
    progress(`measuring ${name}`);
    microseconds[name] = await perEntry(run, total);
  }
  const cost = (name: keyof typeof work): number => microseconds[name] as number;
  const against = (name: 'encode_upload' | 'encode_block' | 'objects' | 'json') =>
    round(cost(`${name}_baseline`) / cost(name), 3);
  return {
    encode_us_per_entry: round(cost('encode_upload')),
    encode_block_us_per_entry: round(cost('encode_block')),
    objects_per_s: round(1e6 / cost('objects')),
    json_per_s: round(1e6 / cost('json')),
    times_per_s: round(1e6 / cost('times')),
    bytes_per_entry: round(bytes / total),
    baseline: {
      what: 'deflated JSON lists of the same length, unencrypted',
      bytes_per_entry: round(packedBytes / total),
      times_as_fast: {
        encode: against('encode_upload'),
        encode_block: against('encode_block'),
        objects: against('objects'),
        json: against('json'),
      },
      times_as_small: round(packedBytes / bytes, 3),
    },
    measured_on: {
      data: dataset.name,
      entries: total,
      block_entries: BLOCK_ENTRIES,
      upload_entries: UPLOAD_ENTRIES,
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
    },
  };
}

/** The same list as a request body is parsed to: nothing is shared between entries. */
const parsed = (list: Entry[]) => JSON.parse(JSON.stringify(list)) as Entry[];

const deflate = (list: readonly Entry[], level: number) => deflateRawSync(JSON.stringify(list), { level });
const inflate = (bytes: Uint8Array) => inflateRawSync(bytes).toString('utf8');

/** Median CPU microseconds an entry, after warming up. */
async function perEntry(run: () => unknown, entries: number): Promise<number> {
  for (let round = 0; round < 3; round++) run();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await cpuSeconds(run));
  return (median(rounds) * 1e6) / entries;
}

/** Entries as an upload hands them to the codec: in phone form, with id and owner. */
function* phoneEntries(dataset: Dataset, count: number): Generator<Entry> {
  let milliseconds = 0;
  const nextId = createObjectIdSource(() => milliseconds);
  for (const { metadata, data } of repeated(dataset, count)) {
    milliseconds = metadata.write_ts * 1000;
    yield { _id: { $oid: nextId() }, user_id: { $uuid: PERSON }, metadata, data };
  }
}

/** The same entries in the common form, by stream and in order of time, as compaction leaves them. */
function longTermLists(entries: readonly Entry[]): Entry[][] {
  const streams = new Map<string, Entry[]>();
  for (const entry of entries) {
    const converted = toCommonForm(entry);
    if (!converted.ok) continue;
    const { key } = converted.entry.metadata;
    const stream = streams.get(key) ?? [];
    streams.set(key, stream);
    stream.push(converted.entry);
  }
  return [...streams.values()].flatMap((stream) => [...batches(stream, BLOCK_ENTRIES)]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const entries = Number(process.argv[2] ?? 60_000);
  const progress = (message: string) => process.stderr.write(`${message}\n`);
  process.stdout.write(`${JSON.stringify(await benchCodec({ entries, progress }), null, 2)}\n`);
}
