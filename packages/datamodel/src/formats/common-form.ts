import type { EntryData, PhoneEntry } from '../entry.js';
import type { ErrorCode } from '../errors.js';
import type { Metadata } from '../metadata.js';
import { isObject } from '../wire/index.js';
import { android } from './android.js';
import { bothPlatforms, unchanged } from './both-platforms.js';
import { type Conversion, ConversionError, type Converter, copyOf, timesOf } from './conversion.js';
import { ios } from './ios.js';
import { withKnownZone } from './zone-choice.js';

/** A converted entry, or why and where it cannot be converted. */
export type CommonFormResult<E> =
  | { readonly ok: true; readonly entry: E }
  | { readonly ok: false; readonly code: ErrorCode; readonly path: string };

export interface CommonFormOptions {
  /** The person's most recent valid time zone, for entries that have none. */
  readonly fallbackZone?: string;
}

/**
 * Converts an entry from the form in which a phone sent it to the common form that the long-term store holds. An
 * entry that was converted before is completed where something is missing, never converted twice:
 * `toCommonForm(toCommonForm(x)) = toCommonForm(x)`. Streams without a converter get expanded metadata. The given
 * entry is not changed; members that are not converted are shared with it.
 */
export function toCommonForm<E extends PhoneEntry>(
  entry: E,
  options: CommonFormOptions = {},
): CommonFormResult<E> {
  try {
    return { ok: true, entry: convert(entry, options.fallbackZone) };
  } catch (error) {
    if (error instanceof ConversionError) return { ok: false, code: error.code, path: error.path };
    throw error;
  }
}

const legacyKeys: ReadonlyMap<string, string> = new Map([
  ['background/activity', 'background/motion_activity'],
]);

function convert<E extends PhoneEntry>(entry: E, fallbackZone: string | undefined): E {
  requireEnvelope(entry);
  const key = legacyKeys.get(entry.metadata.key) ?? entry.metadata.key;
  const converted = typeof entry.metadata.write_fmt_time === 'string';
  const zoned = withKnownZone(entry.metadata, key, zoneOfConverted(entry.metadata) ?? fallbackZone);
  const conversion: Conversion = { metadata: zoned, zone: zoned.time_zone as string, converted };
  const data = converterOf(key, zoned.platform, entry.data)(entry.data, conversion);
  const metadata = expandMetadata(converted ? entry.metadata : zoned, key, conversion);
  const result = copyOf(entry);
  result.metadata = metadata;
  result.data = data;
  return result;
}

function requireEnvelope({ metadata, data }: PhoneEntry): void {
  if (!isObject(metadata)) throw new ConversionError('entry-field-missing', 'metadata');
  if (!isObject(data)) throw new ConversionError('entry-field-missing', 'data');
  if (typeof metadata.key !== 'string') throw new ConversionError('entry-field-missing', 'metadata.key');
  if (!Number.isFinite(metadata.write_ts))
    throw new ConversionError('timestamp-invalid', 'metadata.write_ts');
}

// A converted entry says in which zone that was done, even when its metadata does not.
function zoneOfConverted({ write_fmt_time, write_local_dt }: Metadata): string | undefined {
  return typeof write_fmt_time === 'string' && isObject(write_local_dt)
    ? (write_local_dt as { timezone?: string }).timezone
    : undefined;
}

function expandMetadata(metadata: Metadata, key: string, { zone }: Conversion): Metadata {
  const hasLocal = isObject(metadata.write_local_dt);
  if (hasLocal && metadata.write_fmt_time !== undefined && metadata.key === key) return metadata;
  const { local, text } = timesOf(metadata.write_ts, zone, 'metadata.write_ts');
  const expanded: Metadata = copyOf(metadata);
  if (metadata.key !== key) expanded.key = key;
  if (!hasLocal || metadata.write_fmt_time === undefined) expanded.write_local_dt = local;
  expanded.write_fmt_time ??= text;
  return expanded;
}

function converterOf(key: string, platform: string | undefined, data: EntryData): Converter {
  const shared = bothPlatforms.get(key);
  if (shared !== undefined) return shared;
  if (!android.has(key)) return unchanged;
  switch (platform?.toLowerCase()) {
    case 'android':
      return android.get(key) as Converter;
    case 'ios':
      return ios.get(key) as Converter;
    default:
      return converterOfOtherPlatform(key, data);
  }
}

/** Scripts replay entries that were converted before; these need no platform. */
function converterOfOtherPlatform(key: string, data: EntryData): Converter {
  const isNumeric =
    key === 'statemachine/transition'
      ? typeof data.curr_state === 'number'
      : key === 'background/motion_activity'
        ? typeof data.type === 'number'
        : 'local_dt' in data;
  const converter = android.get(key);
  if (!isNumeric || converter === undefined)
    throw new ConversionError('platform-unknown', 'metadata.platform');
  return converter;
}
