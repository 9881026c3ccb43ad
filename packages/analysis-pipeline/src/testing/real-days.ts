import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';

const folder = fileURLToPath(new URL('../../../../../shared/real-days/', import.meta.url));

/** Whether the collection of real days is here; it is not part of the repository. */
export const haveRealDays = existsSync(folder);

/** What the reference made of a day. */
export interface ReferenceOutput {
  readonly analysis: Readonly<Record<string, Entry[]>>;
  readonly pipeline_state: Readonly<
    Record<string, { readonly last_processed_ts: number | null; readonly curr_run_ts: number | null }>
  >;
  /** What the profile says of the diary. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Any other file of the collection, by its name without endings. */
export function readRecording(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(`${folder}${name}.json.gz`)).toString('utf8'));
}

/** The stored entries of a real day in file order. */
export function readDay(day: string): Entry[] {
  return readRecording(`${day}.entries`) as Entry[];
}

/** What the reference made of a day, or of a sequence of days. */
export function readReferenceOutput(name: string): ReferenceOutput {
  return readRecording(`${name}.reference-output`) as ReferenceOutput;
}

/** The random forest that the reference's tests infer modes with. */
export function readSeedForest(): unknown {
  return readRecording('android-2023-03-12-untracked.inferred_section.seed_model');
}

/** Trips as GeoJSON that the reference drew, by the local date, or two dates with `..` between, that it was asked for. */
export function readRecordedTrips(name: string): Readonly<Record<string, readonly unknown[]>> {
  return (readRecording(`${name}.reference-output`) as { geojson: Record<string, readonly unknown[]> })
    .geojson;
}

/** The trips of a real day, or of a sequence of days, that the reference's own tests expect. */
export function readExpectedTrips(name: string): readonly unknown[] {
  return (readRecording(`${name}.expected`) as { data: readonly unknown[] }).data;
}
