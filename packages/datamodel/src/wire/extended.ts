import { parseUuid } from './uuid.js';
import { setMember, type WireValue } from './value.js';

/**
 * Brings extended-JSON wrappers to the one form that entries have in memory: `$uuid` without dashes, uuids that
 * come as `$binary` as `$uuid`, `$date` in integer milliseconds, `$numberLong`, `$numberInt` and `$numberDouble` as
 * numbers. Wrappers that are not recognised stay ordinary members. Changes the value in place and returns it.
 */
export function normaliseExtended(value: WireValue): WireValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      value[index] = normaliseExtended(value[index] as WireValue);
    return value;
  }
  const names = Object.keys(value);
  if (names.length <= 2 && names[0]?.startsWith('$')) {
    const unwrapped = unwrap(value as Record<string, WireValue>, names);
    if (unwrapped !== undefined) return unwrapped;
  }
  for (const name of names) {
    const member = value[name] as WireValue;
    if (typeof member === 'object' && member !== null) setMember(value, name, normaliseExtended(member));
  }
  return value;
}

function unwrap(object: Record<string, WireValue>, names: string[]): WireValue | undefined {
  if (names.length === 2) return object.$binary === undefined ? undefined : unwrapBinary(object);
  const [name] = names;
  const content = object[name as string] as WireValue;
  switch (name) {
    case '$uuid':
      return typeof content === 'string' ? uuidOf(content) : undefined;
    case '$oid':
      return typeof content === 'string' ? { $oid: content.toLowerCase() } : undefined;
    case '$date':
      return unwrapDate(content);
    case '$numberLong':
    case '$numberInt':
      return integerOf(content);
    case '$numberDouble':
      return typeof content === 'string' || typeof content === 'number' ? doubleOf(content) : undefined;
    case '$binary':
      return typeof content === 'object' && content !== null && !Array.isArray(content)
        ? unwrapBinary({ $binary: content.base64 as WireValue, $type: content.subType as WireValue })
        : undefined;
    default:
      return undefined;
  }
}

function uuidOf(content: string): WireValue | undefined {
  const uuid = parseUuid(content);
  return uuid === undefined ? undefined : { $uuid: uuid.$uuid };
}

function integerOf(content: WireValue): WireValue | undefined {
  if (typeof content === 'number' || typeof content === 'bigint') return content;
  if (typeof content !== 'string' || !/^-?\d{1,40}$/.test(content)) return undefined;
  const value = Number(content);
  return Number.isSafeInteger(value) ? value : BigInt(content);
}

function doubleOf(content: string | number): number | undefined {
  if (typeof content === 'number') return content;
  const value = Number(content);
  return Number.isNaN(value) && content !== 'NaN' ? undefined : value;
}

function unwrapDate(content: WireValue): WireValue | undefined {
  let milliseconds: WireValue | undefined = content;
  if (typeof content === 'string') milliseconds = Date.parse(content);
  else if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    milliseconds = integerOf((content.$numberLong ?? null) as WireValue);
  }
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return undefined;
  return { $date: Math.trunc(milliseconds) };
}

function unwrapBinary(object: Record<string, WireValue>): WireValue | undefined {
  const { $binary: content, $type: subtype } = object;
  if (typeof content !== 'string' || (subtype !== '03' && subtype !== '04')) return undefined;
  try {
    const bytes = atob(content);
    if (bytes.length !== 16) return undefined;
    let hex = '';
    for (let index = 0; index < 16; index += 1) hex += bytes.charCodeAt(index).toString(16).padStart(2, '0');
    return { $uuid: hex };
  } catch {
    return undefined;
  }
}
