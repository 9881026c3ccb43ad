import { type Entry, isSojournError } from '@sojourn/datamodel';
import type { Quarantined } from '@sojourn/datamodel/http';
import { maximumEnvelopeDepth, parseWire } from '@sojourn/datamodel/wire';
import type { EntryQuery, ResultPage } from '../../timeseries/index.js';

/** Everything of a person that was set aside, the oldest first. */
export const quarantineQuery: EntryQuery = { keys: null, stores: ['quarantine'], includeInvalid: true };

/** A page of entries that were set aside, as their owner reads it. */
export function quarantinePage({ chunks, cursor }: ResultPage): {
  quarantined: Quarantined[];
  cursor: string | null;
} {
  const list = `[${Buffer.concat(chunks).toString()}]`;
  const entries = parseWire(list, maximumEnvelopeDepth) as unknown as Entry[];
  return { quarantined: entries.map(quarantined), cursor };
}

function quarantined({ _id, metadata, data }: Entry): Quarantined {
  const { code, path, raw } = data as { code: string; path: string; raw: string };
  const value = parsed(raw);
  return { id: _id.$oid, code, path: path || null, key: keyOf(value), since: metadata.write_ts, raw: value };
}

/** The entry, or its text where that is no JSON. */
function parsed(raw: string): unknown {
  try {
    return parseWire(raw);
  } catch (error) {
    if (isSojournError(error)) return raw;
    throw error;
  }
}

function keyOf(value: unknown): string | null {
  const key = (value as { metadata?: { key?: unknown } } | null | undefined)?.metadata?.key;
  return typeof key === 'string' ? key : null;
}
