import { type ErrorCode, isSojournError, SojournError } from '../errors.js';
import { normaliseExtended } from './extended.js';
import { balancedEnd, JsonReader } from './json-reader.js';
import { readErrorOf } from './parse.js';
import type { EntriesPlace, Upload, UploadItem } from './upload-item.js';
import { setMember, type WireObject } from './value.js';

/** Any body, entry by entry. @throws SojournError `batch-unreadable` */
export function* scanUpload(text: string, place: EntriesPlace): Generator<void, Upload, void> {
  const { member, single } = place;
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
        entries = single ? scanSingle(reader) : yield* scanList(reader, place);
      } else {
        setMember(members, name, reader.value());
      }
      if (!reader.accept(',') && reader.peek() !== '}') break;
    }
  } catch (error) {
    // Members before the failure count; what follows a broken member cannot be told apart.
    if (!(error instanceof Error) || error.name !== 'JsonReadError') throw error;
    entries ??= single ? undefined : yield* entriesAfterFailure(reader, place);
  }
  if (entries === undefined) throw new SojournError('batch-unreadable');
  return { members: normaliseExtended(members) as WireObject, entries };
}

function* entriesAfterFailure(
  reader: JsonReader,
  place: EntriesPlace,
): Generator<void, UploadItem[] | undefined, void> {
  const { member } = place;
  const start = reader.text.indexOf(`${JSON.stringify(member)}`, reader.position);
  if (start < 0) return undefined;
  reader.position = start + member.length + 2;
  if (!reader.accept(':') || reader.peek() !== '[') return undefined;
  return yield* scanList(reader, place);
}

function scanSingle(reader: JsonReader): UploadItem[] {
  const items: UploadItem[] = [];
  scanEntry(reader, items, { left: 0 });
  return items;
}

function* scanList(reader: JsonReader, { stepLength }: EntriesPlace): Generator<void, UploadItem[], void> {
  const items: UploadItem[] = [];
  let stepEnd = reader.position + stepLength;
  const searches = { left: maximumSearches };
  reader.accept('[');
  while (!reader.atEnd() && !reader.accept(']')) {
    scanEntry(reader, items, searches);
    if (!reader.accept(',') && ![']', '{', ''].includes(reader.peek())) break;
    if (reader.position < stepEnd) continue;
    stepEnd = reader.position + stepLength;
    yield;
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
