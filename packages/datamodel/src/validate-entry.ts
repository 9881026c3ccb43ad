import type { z } from 'zod';
import { checkOf } from './compile-check.js';
import type { ErrorCode } from './errors.js';
import type { StreamRegistry } from './registry.js';
import { isStreamKey, type Stream } from './stream.js';
import { firstTimestamp, lastTimestamp } from './time/index.js';
import { isObject, objectIdPattern } from './wire/index.js';

/** An entry can be stored, or why and where not. */
export type EntryVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: ErrorCode; readonly path: string };

export interface ValidateOptions {
  /**
   * `phone` (default): an upload; it needs a `metadata.type`, and its payload may be as the phone sends it or already
   * converted. `server`: an import; it needs an `_id`, and members that a stream requires may be absent, because
   * stored streams are older than their schemas.
   */
  readonly form?: 'phone' | 'server';
}

const accepted: EntryVerdict = Object.freeze({ ok: true });
const refused = (code: ErrorCode, path: string): EntryVerdict => ({ ok: false, code, path });

/**
 * Checks an entry against its stream: the envelope, and the payload of keys that the registry knows. Payloads of
 * unknown keys are opaque. Apply `normaliseUpload` to an upload first.
 */
export function validateEntry(
  registry: StreamRegistry,
  entry: unknown,
  { form = 'phone' }: ValidateOptions = {},
): EntryVerdict {
  if (!isObject(entry)) return refused('entry-malformed', '');
  const { metadata, data } = entry;
  if (!isObject(metadata)) return lacking(metadata, 'metadata');
  if (!isObject(data)) return lacking(data, 'data');
  const { key, write_ts: writeTime } = metadata;
  if (typeof key !== 'string') return lacking(key, 'metadata.key');
  const stream = registry.get(key);
  if (stream === undefined && !isStreamKey(key)) return refused('key-invalid', 'metadata.key');
  if (!isTimestamp(writeTime)) {
    return refused(
      writeTime === undefined ? 'entry-field-missing' : 'timestamp-invalid',
      'metadata.write_ts',
    );
  }
  if (form === 'phone') {
    if (typeof metadata.type !== 'string') return lacking(metadata.type, 'metadata.type');
  } else if (!hasId(entry)) {
    return lacking(entry._id, '_id');
  }
  if (metadata.platform !== undefined && typeof metadata.platform !== 'string') {
    return refused('entry-field-invalid', 'metadata.platform');
  }
  return stream === undefined ? accepted : validateData(schemaFor(stream, metadata.platform, form), data);
}

function validateData(schema: z.ZodType, data: unknown): EntryVerdict {
  if (checkOf(schema)(data)) return accepted;
  const result = schema.safeParse(data);
  if (result.success) return accepted;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map(String);
  return refused(codeFor(valueAt(data, path), path.at(-1)), ['data', ...path].join('.'));
}

function codeFor(value: unknown, member: string | undefined): ErrorCode {
  if (value === undefined) return 'entry-field-missing';
  return member === 'ts' || member?.endsWith('_ts') ? 'timestamp-invalid' : 'entry-field-invalid';
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

const serverSchemas = new WeakMap<Stream, z.ZodType>();

function schemaFor(stream: Stream, platform: unknown, form: 'phone' | 'server'): z.ZodType {
  const { phone } = stream;
  if (form === 'server') {
    let schema = serverSchemas.get(stream);
    if (schema === undefined) {
      schema = withoutRequired(stream.data);
      serverSchemas.set(stream, schema);
    }
    return schema;
  }
  if (phone === undefined) return stream.data;
  if (!('android' in phone)) return phone;
  return platform === 'ios' ? phone.ios : phone.android;
}

function withoutRequired(schema: z.ZodType): z.ZodType {
  return schema._zod.def.type === 'object' ? (schema as z.ZodObject).partial() : schema;
}

function isTimestamp(value: unknown): boolean {
  return typeof value === 'number' && value >= firstTimestamp && value <= lastTimestamp;
}

function hasId({ _id }: Record<string, unknown>): boolean {
  return isObject(_id) && typeof _id.$oid === 'string' && objectIdPattern.test(_id.$oid);
}

function lacking(value: unknown, path: string): EntryVerdict {
  return refused(value === undefined ? 'entry-field-missing' : 'entry-field-invalid', path);
}
