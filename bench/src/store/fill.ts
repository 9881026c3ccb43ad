import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import type { PersonTimeseries } from '@sojourn/timeseries-service';
import { batches, type Dataset, repeated } from './dataset.js';

/** What a store was filled with. */
export interface Filling {
  readonly entries: number;
  /** Length of the same entries as JSON text. */
  readonly jsonBytes: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

const IMPORT_ENTRIES = 10_000;

/** Imports entries in their long-term form, as they lie in a store after the pipeline has moved them. */
export async function fill(person: PersonTimeseries, dataset: Dataset, entries: number): Promise<Filling> {
  let jsonBytes = 0;
  let firstTime = Number.POSITIVE_INFINITY;
  let lastTime = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const batch of batches(longTermForm(person.id, dataset, entries), IMPORT_ENTRIES)) {
    for (const entry of batch) {
      firstTime = Math.min(firstTime, entry.metadata.write_ts);
      lastTime = Math.max(lastTime, entry.metadata.write_ts);
      if (count++ % 100 === 0) jsonBytes += 100 * JSON.stringify(entry).length;
    }
    const { quarantined } = await person.import(batch);
    if (quarantined.length > 0) throw new Error(`refused: ${JSON.stringify(quarantined[0])}`);
  }
  return { entries: count, jsonBytes, firstTime, lastTime };
}

function* longTermForm(person: string, dataset: Dataset, count: number): Generator<Entry> {
  let now = 0;
  const ids = createObjectIdSource(() => now);
  for (const { metadata, data } of repeated(dataset, count)) {
    now = metadata.write_ts * 1000;
    const outcome = toCommonForm({
      _id: { $oid: ids() },
      user_id: { $uuid: person },
      metadata,
      data,
    } as Entry);
    if (outcome.ok) yield outcome.entry;
  }
}
