import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimeseriesStore } from '@sojourn/timeseries-service';
import { round, wallMilliseconds } from '../measure.js';
import { loadDataset } from './dataset.js';
import { fill } from './fill.js';
import { measureHttpStream } from './http-stream.js';
import { measureIngest, REQUEST_ENTRIES } from './ingest.js';
import { embeddedPlace, mongodbPlace, type Place } from './place.js';
import { measureCursor, measureQueries, rssMegabytes } from './queries.js';
import { measureScan } from './scan.js';

export interface BenchOptions {
  /** Entries to measure with; at least 1 M by default. */
  readonly entries?: number;
  /** Connection string of a MongoDB server: a store on it is measured as well. */
  readonly mongodbUrl?: string;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

/**
 * Measures the timeseries store in process on the recorded real days (simulated ones elsewhere), repeated with later
 * times. Rates are entries a second of CPU time, all threads counted.
 */
export async function benchStore(options: BenchOptions = {}): Promise<Record<string, unknown>> {
  const scratch = await mkdtemp(join(tmpdir(), 'sojourn-bench-'));
  try {
    const embedded = await measureStore(options, (name) => embeddedPlace(scratch, name));
    const { mongodbUrl } = options;
    if (mongodbUrl === undefined) return embedded;
    options.progress?.('the same with MongoDB');
    return {
      ...embedded,
      mongodb: await measureStore(options, (name) => mongodbPlace(mongodbUrl, scratch, name)),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureStore(
  { entries = 1_000_000, progress = () => {} }: BenchOptions,
  placeOf: (name: string) => Place,
): Promise<Record<string, unknown>> {
  const places = [placeOf('uploads'), placeOf('long-term')] as const;
  const [uploadPlace, longTermPlace] = places;
  for (const { folder } of places) await mkdir(folder, { recursive: true });
  try {
    const dataset = loadDataset();
    progress(`uploading ${entries} entries of ${dataset.name}`);
    const uploads = await uploadPlace.open();
    const uploader = uploads.person(await uploads.createPerson());
    const ingest = await measureIngest(uploader, dataset, entries, uploadPlace.folder);
    await uploads.close();

    progress('filling the long-term store');
    const filled = await longTermPlace.open();
    const id = await filled.createPerson();
    const filling = await fill(filled.person(id), dataset, entries);
    await filled.compact(id);
    const figures = await filled.figures();
    await filled.close();

    progress('opening');
    let opened: TimeseriesStore | undefined;
    const openMilliseconds = await wallMilliseconds(async () => {
      opened = await longTermPlace.open();
      await opened.person(id).summary();
    });
    const store = opened as NonNullable<typeof opened>;
    const person = store.person(id);
    progress('querying');
    const queries = await measureQueries(person, filling);
    progress('reading by cursor');
    const cursor = await measureCursor(person, filling.entries);
    progress('scanning');
    const scan = await measureScan(person);
    await store.close();
    progress('streaming over HTTP');
    const http = await measureHttpStream(longTermPlace, id, filling.entries);

    const liveBytes = figures.livePages * figures.pageSize;
    return {
      ingest_entries_per_s: round(ingest.entriesPerSecond),
      scan_objects_per_s: round(scan.objectsPerSecond),
      scan_json_per_s: round(scan.jsonPerSecond),
      http_stream_entries_per_s: round(http.entriesPerSecond),
      bytes_per_entry: round(liveBytes / filling.entries),
      day_query_ms_p50: round(queries.dayQueryP50),
      day_query_ms_p99: round(queries.dayQueryP99),
      count_ms_p50: round(queries.countP50),
      open_ms: round(openMilliseconds),
      rss_mb: round(rssMegabytes()),
      cursor_rss_mb_after_a_tenth: round(cursor.rssEarly),
      cursor_rss_mb_at_the_end: round(cursor.rssLate),
      cursor_entries: cursor.entries,
      file_bytes_per_entry: round(figures.fileBytes / filling.entries),
      json_bytes_per_entry: round(filling.jsonBytes / filling.entries),
      baseline: {
        ingest_json_lines_entries_per_s: round(ingest.baselineEntriesPerSecond),
        json_parse_objects_per_s: round(scan.baselineObjectsPerSecond),
      },
      ratio_to_baseline: {
        ingest: round(ingest.timesAsFast),
        scan_objects: round(scan.objectsTimesAsFast),
        scan_json: round(scan.jsonTimesAsFast),
        http_stream: round(http.timesAsFast),
        size: round(filling.jsonBytes / liveBytes),
      },
      measured_on: {
        data: dataset.name,
        entries: filling.entries,
        request_entries: REQUEST_ENTRIES,
        rates: 'entries per second of CPU time, all threads, median of 5 rounds',
        node: process.version,
        cpu: cpus()[0]?.model ?? 'unknown',
      },
    };
  } finally {
    for (const place of places) await place.clear();
  }
}
