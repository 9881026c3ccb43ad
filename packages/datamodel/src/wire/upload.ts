import { type ErrorCode, isSojournError, SojournError } from '../errors.js';
import { normaliseExtended } from './extended.js';
import { inspect } from './inspect.js';
import { balancedEnd, JsonReader } from './json-reader.js';
import { parseStrict, parseWire, readErrorOf } from './parse.js';
import { setMember, type WireObject, type WireValue } from './value.js';

/** One entry of an upload: readable, or the text as it came and why it could not be read. */
export type UploadItem =
  | { readonly value: WireObject; readonly raw?: undefined; readonly error?: undefined }
  | { readonly value?: undefined; readonly raw: string; readonly error: ErrorCode };

export interface Upload {
  /** Every other member of the body that could be read, such as `user` and `app_version`. */
  readonly members: WireObject;
  /** In the order of the body. */
  readonly entries: readonly UploadItem[];
}

export interface UploadOptions {
  /** Member that holds the entries. Default `phone_to_server`. */
  readonly member?: string;
  /** The member holds one entry, as that of `putone`, and not a list. Default false. */
  readonly single?: boolean;
}

/**
 * Reads the body of an upload. Strict JSON goes through `JSON.parse`; anything else is scanned entry by entry, so
 * that bare `NaN`, a truncated tail or one broken entry costs no other entry.
 * @throws SojournError `batch-unreadable` when no list of entries can be recognised
 */
export function parseUpload(body: Uint8Array | string, options: UploadOptions = {}): Upload {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const place: EntriesPlace = { member: 'phone_to_server', single: false, ...options };
  return parseStrictUpload(text, place) ?? scanUpload(text, place);
}

type EntriesPlace = Required<UploadOptions>;

function parseStrictUpload(text: string, { member, single }: EntriesPlace): Upload | undefined {
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
  for (const value of Array.isArray(content) ? content : [content]) {
    const { tooDeep, wrapped, rounded } = inspect(value);
    // Only the scan keeps the digits of a large integer.
    if (rounded && !tooDeep) return undefined;
    entries.push(tooDeep ? { raw: deepText(value), error: 'entry-too-deep' } : itemOf(value, wrapped));
  }
  return { members: shallow(members), entries };
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

function scanUpload(text: string, { member, single }: EntriesPlace): Upload {
  const reader = new JsonReader(text);
  const members: WireObject = {};
  let entries: UploadItem[] | undefined;
  if (!reader.accept('{')) throw new SojournError('batch-unreadable');
  try {
    while (!reader.atEnd() && !reader.accept('}')) {
      const name = reader.string();
      if (!reader.accept(':')) break;
      if (name === member) {
        const opening = reader.peek();
        if (opening !== (single ? '{' : '[')) break;
        entries = single ? scanSingle(reader) : scanList(reader);
      } else {
        setMember(members, name, reader.value());
      }
      if (!reader.accept(',') && reader.peek() !== '}') break;
    }
  } catch (error) {
    // Members before the failure count; what follows a broken member cannot be told apart.
    if (!(error instanceof Error) || error.name !== 'JsonReadError') throw error;
    entries ??= single ? undefined : entriesAfterFailure(reader, member);
  }
  if (entries === undefined) throw new SojournError('batch-unreadable');
  return { members: normaliseExtended(members) as WireObject, entries };
}

function entriesAfterFailure(reader: JsonReader, member: string): UploadItem[] | undefined {
  const start = reader.text.indexOf(`${JSON.stringify(member)}`, reader.position);
  if (start < 0) return undefined;
  reader.position = start + member.length + 2;
  if (!reader.accept(':') || reader.peek() !== '[') return undefined;
  return scanList(reader);
}

function scanSingle(reader: JsonReader): UploadItem[] {
  const items: UploadItem[] = [];
  scanEntry(reader, items, { left: 0 });
  return items;
}

function scanList(reader: JsonReader): UploadItem[] {
  const items: UploadItem[] = [];
  const searches = { left: maximumSearches };
  reader.accept('[');
  while (!reader.atEnd() && !reader.accept(']')) {
    scanEntry(reader, items, searches);
    if (!reader.accept(',') && ![']', '{', ''].includes(reader.peek())) break;
  }
  return items;
}

// Each search for the next entry may read the rest of the body, so hostile bodies get only a few.
const maximumSearches = 16;
const entryStart = /\{\s*"(?:metadata|data|_id|user_id)"\s*:/g;

function scanEntry(reader: JsonReader, items: UploadItem[], searches: { left: number }): void {
  reader.peek();
  const start = reader.position;
  try {
    const value = normaliseExtended(reader.value());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const next = reader.peek();
      if (next === ',' || next === ']' || next === '}' || next === '') {
        items.push({ value });
        return;
      }
    }
    reader.position = endOfEntry(reader.text, start, reader.position, searches);
    items.push({ raw: reader.text.slice(start, reader.position), error: 'entry-malformed' });
  } catch (error) {
    const failure = readErrorOf(error);
    if (!isSojournError(failure)) throw failure;
    reader.position = endOfEntry(reader.text, start, reader.position, searches);
    const raw = reader.text.slice(start, reader.position);
    items.push({ raw, error: codeOf(failure.code, reader.position === reader.text.length) });
  }
}

function codeOf(code: ErrorCode, reachesEnd: boolean): ErrorCode {
  return code === 'entry-truncated' && !reachesEnd ? 'entry-malformed' : code;
}

function endOfEntry(text: string, start: number, failedAt: number, searches: { left: number }): number {
  const opening = text.charAt(start);
  if (opening !== '{' && opening !== '[') {
    const separator = text.slice(start).search(/[,\]]/);
    return separator < 0 ? text.length : Math.max(start + separator, failedAt);
  }
  const end = searches.left > 0 ? balancedEnd(text, start) : undefined;
  if (end !== undefined) return end;
  if (searches.left > 0) {
    searches.left -= 1;
    entryStart.lastIndex = Math.max(failedAt, start + 1);
    const next = entryStart.exec(text);
    if (next !== null) return next.index;
  }
  return text.length;
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
