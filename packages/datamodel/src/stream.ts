import type { z } from 'zod';
import { SojournError } from './errors.js';

/**
 * Where entries of a stream are kept. `raw`: what phones and servers recorded; `analysis`: results of the pipeline;
 * `model` and `state`: a person's few current documents; `phone`: never stored by a server.
 */
export type StreamStore = 'raw' | 'analysis' | 'model' | 'state' | 'phone';

/** A member that holds a time, as a dotted path from the entry. */
export type TimeField =
  | 'metadata.write_ts'
  | 'data.ts'
  | 'data.start_ts'
  | 'data.end_ts'
  | 'data.enter_ts'
  | 'data.exit_ts';

/**
 * What makes an entry the same entry when it is sent again. `upload`: person, `metadata.type`, key and
 * `metadata.write_ts`; `id`: its `_id`.
 */
export type IdentityClass = 'upload' | 'id';

/** What a member means beyond its type; the catalogue and the lists of a stream are made from it. */
export type FieldRole = 'timestamp' | 'local-date' | 'formatted-time' | 'point' | 'code' | 'object-id';

/** Facts about a member that its schema carries as zod metadata. */
export interface FieldFacts {
  readonly description?: string;
  readonly unit?: string;
  readonly role?: FieldRole;
  /** Names of the codes that the member can hold. */
  readonly codes?: Readonly<Record<string, number>>;
}

/** Schemas of what phones send, per platform or the same for all. */
export type PhoneSchemas = z.ZodType | { readonly android: z.ZodType; readonly ios: z.ZodType };

export interface StreamOptions<Key extends string, Data extends z.ZodType> {
  /** `group/name`; with a pattern it is only the name of the family. */
  readonly key: Key;
  /** Keys of a family of streams that share a definition, such as one a day. */
  readonly pattern?: RegExp;
  readonly title: string;
  readonly description?: string;
  /** Default `raw`. */
  readonly store?: StreamStore;
  /** Payload in the common form. Members that it does not list are kept. */
  readonly data: Data;
  /** Payload as phones send it, where that differs. Default: `data`. */
  readonly phone?: PhoneSchemas;
  /** Default: `metadata.write_ts` and the `*_ts` members that `data` lists. */
  readonly timeFields?: readonly TimeField[];
  /** Default `upload` for raw streams, `id` for all others. */
  readonly identity?: IdentityClass;
  /** Members that are compared, with `metadata.write_ts`, when a table drops repeated rows. */
  readonly deduplicate?: readonly string[];
  /** Members that a typed reader gives as null when they are absent. */
  readonly nullable?: readonly string[];
}

/** One stream: everything about the entries that share a key. */
export interface Stream<Key extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly key: Key;
  readonly pattern: RegExp | undefined;
  readonly title: string;
  readonly description: string;
  readonly store: StreamStore;
  readonly data: Data;
  readonly phone: PhoneSchemas | undefined;
  readonly timeFields: readonly TimeField[];
  readonly identity: IdentityClass;
  readonly deduplicate: readonly string[];
  /** Members that a typed reader gives as null when they are absent. */
  readonly nullable: readonly string[];
  readonly localDates: readonly string[];
  readonly geojson: readonly string[];
  /** Members that hold a code, with the names of the codes. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Payload type of a stream. */
export type DataOf<S extends Stream> = z.infer<S['data']>;

const keySyntax = /^[^\s/\p{C}]+(?:\/[^\s/\p{C}]+)+$/u;
const longestKey = 200;

/** Whether a text can be the key of a stream: `group/name`, without white space or control characters. */
export function isStreamKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestKey && keySyntax.test(value);
}

/**
 * Describes a stream. Register the result to have its entries checked, stored and queried like all others.
 * @throws SojournError `key-invalid`
 */
export function defineStream<const Key extends string, Data extends z.ZodType>(
  options: StreamOptions<Key, Data>,
): Stream<Key, Data> {
  const store = options.store ?? 'raw';
  if (store !== 'phone' && !isStreamKey(options.key)) {
    throw new SojournError('key-invalid', { detail: options.key });
  }
  const members = membersOf(options.data);
  const withRole = (role: FieldRole): string[] =>
    Object.entries(members).flatMap(([name, schema]) => (factsOf(schema).role === role ? [name] : []));
  return Object.freeze({
    key: options.key,
    pattern: options.pattern,
    title: options.title,
    description: options.description ?? '',
    store,
    data: options.data,
    phone: options.phone,
    timeFields: options.timeFields ?? timeFieldsOf(Object.keys(members)),
    identity: options.identity ?? (store === 'raw' ? 'upload' : 'id'),
    deduplicate: options.deduplicate ?? [],
    nullable: options.nullable ?? [],
    localDates: withRole('local-date'),
    geojson: withRole('point'),
    enums: Object.fromEntries(withRole('code').map((name) => [name, factsOf(members[name]).codes ?? {}])),
  });
}

const dataTimes = ['ts', 'start_ts', 'end_ts', 'enter_ts', 'exit_ts'] as const;

function timeFieldsOf(members: readonly string[]): TimeField[] {
  const own = dataTimes.filter((name) => members.includes(name));
  return ['metadata.write_ts', ...own.map((name): TimeField => `data.${name}`)];
}

/** Members that an object schema lists; none for other schemas. */
export function membersOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  return (schema as { shape?: Record<string, z.ZodType> }).shape ?? {};
}

/** Facts of a member: its own zod metadata, and that of the schema inside optional and nullable ones. */
export function factsOf(schema: z.ZodType | undefined): FieldFacts {
  if (schema === undefined) return {};
  const inner = (schema._zod.def as { innerType?: z.ZodType }).innerType;
  return { ...factsOf(inner), ...(schema.meta() as FieldFacts | undefined) };
}
