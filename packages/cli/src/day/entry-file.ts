import type { Entry } from '@sojourn/datamodel';
import { maximumEnvelopeDepth, parseWire } from '@sojourn/datamodel/wire';
import { inputError, readInputFile } from './input-file.js';

export interface EntryFile {
  /** `server`: as stored, with ids, goes straight into the long-term store. `phone`: as uploaded. */
  readonly form: 'server' | 'phone';
  readonly entries: readonly Entry[];
}

/**
 * Reads a JSON array of entries, compressed or not, and tells their form: entries of the server have an `_id`.
 *
 * @throws CommandError with the input status
 */
export async function readEntryFile(file: string): Promise<EntryFile> {
  const text = await readInputFile(file);
  const value = parse(file, text);
  if (!Array.isArray(value)) throw inputError(file, 'holds no JSON array of entries');
  const entries = value as Entry[];
  const wrong = entries.findIndex(
    (entry) => typeof entry?.metadata !== 'object' || typeof entry.data !== 'object',
  );
  if (wrong >= 0) throw inputError(file, `item ${wrong} is no entry with metadata and data`);
  const withId = entries.filter((entry) => '_id' in entry).length;
  if (withId > 0 && withId < entries.length) {
    throw inputError(file, 'mixes entries of the server (with _id) and of phones (without)');
  }
  return { form: withId > 0 ? 'server' : 'phone', entries };
}

function parse(file: string, text: string): unknown {
  try {
    return parseWire(text, maximumEnvelopeDepth);
  } catch (cause) {
    throw inputError(file, 'is not valid JSON', cause);
  }
}
