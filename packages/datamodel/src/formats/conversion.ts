import type { EntryData } from '../entry.js';
import type { ErrorCode } from '../errors.js';
import type { Metadata } from '../metadata.js';
import { formatTimeAtOffset, type LocalDate, localDateAtOffset, zoneOffset } from '../time/index.js';
import { isObject, setMember } from '../wire/index.js';

/** What a converter of a payload knows about its entry. */
export interface Conversion {
  readonly metadata: Metadata;
  /** A known time zone. */
  readonly zone: string;
  /** The entry says that it has been converted before: nothing is overwritten, only completed. */
  readonly converted: boolean;
}

/** Converts the payload of one stream; gives the same object back when there is nothing to do. */
export type Converter = (data: EntryData, conversion: Conversion) => EntryData;

/** Why a payload cannot be converted, and where. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
  constructor(
    readonly code: ErrorCode,
    readonly path: string,
  ) {
    super(`${code} ${path}`);
  }
}

/** A member that has to be a number. */
export function numberMember(data: EntryData, name: string): number {
  const value = data[name];
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new ConversionError(value == null ? 'entry-field-missing' : 'entry-field-invalid', `data.${name}`);
}

/**
 * A shallow copy of a plain object, whose every conversion adds members to it. Members are set here and not by a function
 * that others use, too: the engine makes that fast for the few kinds of objects that come along.
 */
export function copyOf<T extends object>(object: T): T {
  const copy = {} as T;
  for (const name in object) {
    if (name === '__proto__') setMember(copy, name, object[name]);
    else copy[name] = object[name];
  }
  return copy;
}

/** The same without some members. */
export function copyWithout(data: EntryData, ...names: string[]): EntryData {
  const copy: EntryData = {};
  for (const name in data) {
    if (names.includes(name)) continue;
    if (name === '__proto__') setMember(copy, name, data[name]);
    else copy[name] = data[name];
  }
  return copy;
}

/** What an entry says of a time: its local date and formatted time. */
export interface Times {
  readonly local: unknown;
  readonly text: unknown;
}

/** Local date and formatted time of the time that a payload is about, as `completedTimes` has them. */
export function addTimes(data: EntryData, ts: number, path: string, conversion: Conversion): void {
  const { local, text } = completedTimes({ local: data.local_dt, text: data.fmt_time }, ts, path, conversion);
  data.local_dt = local;
  data.fmt_time = text;
}

/** Local date and formatted time of an instant: computed, or completed where an entry was converted before. */
export function completedTimes(
  known: Times,
  ts: number,
  path: string,
  { zone, converted }: Conversion,
): Times {
  if (!converted || !isObject(known.local)) return timesOf(ts, zone, path);
  return typeof known.text === 'string' ? known : { local: known.local, text: timesOf(ts, zone, path).text };
}

/** Local date and formatted time of an instant. */
export function timesOf(ts: number, zone: string, path: string): { local: LocalDate; text: string } {
  try {
    const offset = zoneOffset(ts, zone);
    return { local: localDateAtOffset(ts, offset, zone), text: formatTimeAtOffset(ts, offset) };
  } catch {
    throw new ConversionError('timestamp-invalid', path);
  }
}

/** Local date and formatted time of the moment of writing, as a payload's own. */
export function addWriteTimes(data: EntryData, conversion: Conversion): void {
  addTimes(data, conversion.metadata.write_ts, 'metadata.write_ts', conversion);
}
