import { isSojournError } from '../errors.js';
import { parseWire } from './parse.js';
import type { EntriesPlace, Upload, UploadItem, UploadOptions, UploadSteps } from './upload-item.js';
import { scanUpload } from './upload-scan.js';
import { parseStrictUpload, readStrictUpload } from './upload-strict.js';

export type { Upload, UploadItem, UploadOptions, UploadSteps } from './upload-item.js';

/**
 * Reads the body of an upload. Strict JSON goes through `JSON.parse`; anything else is scanned entry by entry, so
 * that bare `NaN`, a truncated tail or one broken entry costs no other entry.
 * @throws SojournError `batch-unreadable` when no list of entries can be recognised
 */
export function parseUpload(body: Uint8Array | string, options: UploadOptions = {}): Upload {
  const steps = readUpload(body, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Reads the body of an upload as `parseUpload` does, and stops after every step, so that a server can see to others
 * while it reads a long one.
 * @throws SojournError `batch-unreadable` when no list of entries can be recognised
 */
export function* readUpload(
  body: Uint8Array | string,
  { member = 'phone_to_server', single = false, stepLength = 262_144 }: UploadSteps = {},
): Generator<void, Upload, void> {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const place: EntriesPlace = { member, single, stepLength };
  const isLong = !single && text.length > stepLength;
  const strict = isLong ? yield* readStrictUpload(text, place) : parseStrictUpload(text, place);
  return strict ?? (yield* scanUpload(text, place));
}

/** Reads one entry, as NDJSON imports hold one a line. */
export function parseEntryText(text: string): UploadItem {
  try {
    const value = parseWire(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { raw: text, error: 'entry-malformed' };
  } catch (error) {
    if (isSojournError(error)) return { raw: text, error: error.code };
    throw error;
  }
}
