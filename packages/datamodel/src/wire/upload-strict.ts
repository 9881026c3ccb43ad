import { SojournError } from '../errors.js';
import { normaliseExtended } from './extended.js';
import { inspect } from './inspect.js';
import { JsonReadError, JsonReader, valueEnd } from './json-reader.js';
import { parseStrict } from './parse.js';
import type { EntriesPlace, Upload, UploadItem } from './upload-item.js';
import { setMember, type WireObject, type WireValue } from './value.js';

/** A strict body in one go; undefined when it is not strict, or holds a large integer. @throws SojournError */
export function parseStrictUpload(text: string, { member, single }: EntriesPlace): Upload | undefined {
  const body = parseStrict(text);
  if (body === undefined) return undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !Object.hasOwn(body, member)) {
    throw new SojournError('batch-unreadable');
  }
  const { [member]: content, ...members } = body;
  if (typeof content !== 'object' || content === null || Array.isArray(content) === single) {
    throw new SojournError('batch-unreadable');
  }
  const entries: UploadItem[] = [];
  if (!addStrict(entries, Array.isArray(content) ? content : [content])) return undefined;
  return { members: shallow(members), entries };
}

/** @returns false when an entry holds a large integer: only the scan keeps its digits */
function addStrict(entries: UploadItem[], values: readonly WireValue[]): boolean {
  for (const value of values) {
    const { tooDeep, wrapped, rounded } = inspect(value);
    if (rounded && !tooDeep) return false;
    entries.push(tooDeep ? { raw: deepText(value), error: 'entry-too-deep' } : itemOf(value, wrapped));
  }
  return true;
}

/** Strict JSON in pieces that go through `JSON.parse`; undefined when it is not strict, or not laid out as usual. */
export function* readStrictUpload(
  text: string,
  place: EntriesPlace,
): Generator<void, Upload | undefined, void> {
  const reader = new JsonReader(text);
  const members: WireObject = {};
  let entries: UploadItem[] | undefined;
  try {
    if (!reader.accept('{')) return undefined;
    do {
      const name = reader.string();
      if (!reader.accept(':')) return undefined;
      if (name === place.member) {
        // Of two lists the last one counts, whatever it is.
        if (entries !== undefined) return parseStrictUpload(text, place);
        entries = yield* readStrictList(reader, place);
        if (entries === undefined) return undefined;
      } else {
        const value = strictValues(reader, 0)?.[0];
        if (value === undefined) return undefined;
        setMember(members, name, value);
      }
    } while (reader.accept(','));
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
  const ends = reader.accept('}') && reader.atEnd();
  return ends && entries !== undefined ? { members: shallow(members), entries } : undefined;
}

function* readStrictList(
  reader: JsonReader,
  { stepLength }: EntriesPlace,
): Generator<void, UploadItem[] | undefined, void> {
  const entries: UploadItem[] = [];
  if (!reader.accept('[')) return undefined;
  if (reader.accept(']')) return entries;
  do {
    const values = strictValues(reader, stepLength);
    if (values === undefined || !addStrict(entries, values)) return undefined;
    yield;
  } while (reader.accept(','));
  return reader.accept(']') ? entries : undefined;
}

/** The next value, and those that follow it after commas until they have the given length together. */
function strictValues(reader: JsonReader, length: number): readonly WireValue[] | undefined {
  reader.peek();
  const start = reader.position;
  do {
    reader.peek();
    const end = valueEnd(reader.text, reader.position);
    if (end === undefined) return undefined;
    reader.position = end;
  } while (reader.position - start < length && reader.accept(','));
  return parseStrict(`[${reader.text.slice(start, reader.position)}]`) as readonly WireValue[] | undefined;
}

function itemOf(value: WireValue, wrapped: boolean): UploadItem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { raw: JSON.stringify(value), error: 'entry-malformed' };
  }
  return { value: wrapped ? (normaliseExtended(value) as WireObject) : value };
}

// JSON.stringify recurses; beyond what it can render, the text of the upper levels has to do.
function deepText(value: WireValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(Object.keys(value as object));
  }
}

/** Members without those nested beyond the limit: nobody reads them, and walking them could exhaust the stack. */
function shallow(members: WireObject): WireObject {
  for (const name of Object.keys(members)) {
    if (inspect(members[name]).tooDeep) delete members[name];
  }
  return members;
}
