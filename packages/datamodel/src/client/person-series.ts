import type { Entry, EntryData, PersonId, PhoneEntry } from '../entry.js';
import { isErrorCode, SojournError } from '../errors.js';
import {
  type DecodedBody,
  type DecodedResponse,
  type InsertOutcome,
  internalRoutes,
  type TimeQuery,
} from '../http/index.js';
import type { Caller, CallOptions } from './caller.js';

/** An entry to add: without id or owner it gets both. */
export type NewEntry = PhoneEntry & Partial<Pick<Entry, '_id' | 'user_id'>>;

/** The timeseries interface of the reference, operation by operation, over one person's entries. */
export interface PersonSeries {
  /** Adds one entry. @returns its id. @throws SojournError `conflict` when another one is there under its id */
  insert(entry: NewEntry, options?: CallOptions): Promise<string>;
  /** Adds entries; none takes the place of another, and a bad one does not keep the others out. */
  bulkInsert(entries: readonly NewEntry[], options?: CallOptions): Promise<InsertOutcome[]>;
  /** Adds a payload, with metadata of the server and of now. @param zone of its local times. @returns its id */
  insertData(key: string, data: EntryData, zone?: string, options?: CallOptions): Promise<string>;
  /** Puts an entry that could not be used into quarantine. @param about code of the catalogue, path at fault */
  insertError(
    entry: PhoneEntry,
    about?: { readonly code?: string; readonly path?: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Replaces a whole entry by its id, or adds it. */
  update(entry: NewEntry & Pick<Entry, '_id'>, options?: CallOptions): Promise<void>;
  /** Replaces a payload, under new metadata and the same id. @throws SojournError `not-found` */
  updateData(id: string, key: string, data: EntryData, zone?: string, options?: CallOptions): Promise<void>;
  /** Hides an entry of the raw store. @throws SojournError `not-found` */
  invalidate(id: string, options?: CallOptions): Promise<void>;
  /** The first entry with exactly this number at a path, invalid or not. */
  entryAt(key: string, field: string, value: number, options?: CallOptions): Promise<Entry | undefined>;

  /** Adds a model and takes out all but the newest. @param keep models that stay; default 3. @returns its id */
  saveModel(key: string, model: EntryData, keep?: number, options?: CallOptions): Promise<string>;
  /** The newest model of a stream. */
  currentModel(key: string, options?: CallOptions): Promise<Entry | undefined>;

  /** Adds phone entries to the usercache. */
  putUsercache(
    entries: readonly PhoneEntry[],
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof internalRoutes.insertUsercache>>;
  /** Takes rows out of the usercache. @param keys null for all. @returns how many */
  clearUsercache(keys: readonly string[] | null, time?: TimeQuery, options?: CallOptions): Promise<number>;
  /** Streams that have rows in the usercache, sorted. @param type only of this `metadata.type` */
  usercacheKeys(type?: string, options?: CallOptions): Promise<string[]>;
  /** Entries in whatever form: what has been converted goes to the long-term store, the rest to the usercache. */
  insertMixed(
    entries: readonly NewEntry[],
    options?: CallOptions,
  ): Promise<{ readonly timeseries: number; readonly usercache: number }>;
}

export function personSeries({ call }: Caller, person: PersonId): PersonSeries {
  const params = { person };
  const putUsercache: PersonSeries['putUsercache'] = (entries, options) =>
    call(internalRoutes.insertUsercache, { params, body: { entries: entries as never } }, options);
  const bulkInsert: PersonSeries['bulkInsert'] = async (entries, options) =>
    (await call(internalRoutes.insertEntries, { params, body: { entries: entries as never } }, options))
      .outcomes;
  return {
    bulkInsert,
    putUsercache,
    async insert(entry, options) {
      const [outcome] = await bulkInsert([entry], options);
      if (outcome?.id !== undefined && outcome.outcome !== 'exists') return outcome.id;
      throw errorOf(outcome);
    },
    async insertData(key, data, zone, options) {
      return (await call(internalRoutes.insertData, { params, body: dataOf(key, data, zone) }, options)).id;
    },
    insertError: (entry, about = {}, options) =>
      call(internalRoutes.insertError, { params, body: { entry: { ...entry }, ...about } }, options),
    update: (entry, options) =>
      call(
        internalRoutes.updateEntry,
        { params: { ...params, entry: entry._id.$oid }, body: { ...entry, metadata: { ...entry.metadata } } },
        options,
      ),
    updateData: (id, key, data, zone, options) =>
      call(
        internalRoutes.updateData,
        { params: { ...params, entry: id }, body: dataOf(key, data, zone) },
        options,
      ),
    invalidate: (id, options) =>
      call(internalRoutes.invalidateEntry, { params: { ...params, entry: id } }, options),
    async entryAt(key, field, value, options) {
      const { entry } = await call(internalRoutes.entryAt, { params, body: { key, field, value } }, options);
      return entry ?? undefined;
    },
    async saveModel(key, model, keep, options) {
      const body = { ...dataOf(key, model), ...(keep !== undefined && { keep }) };
      return (await call(internalRoutes.insertModel, { params, body }, options)).id;
    },
    async currentModel(key, options) {
      return (await call(internalRoutes.readModel, { params, query: { key } }, options)).model ?? undefined;
    },
    async clearUsercache(keys, time, options) {
      const body = { keys: keys && [...keys], ...(time && { time }) };
      return (await call(internalRoutes.clearUsercache, { params, body }, options)).removed;
    },
    async usercacheKeys(type, options) {
      const query = type === undefined ? {} : { type };
      return (await call(internalRoutes.listUsercacheKeys, { params, query }, options)).keys;
    },
    async insertMixed(entries, options) {
      const converted = entries.filter(({ metadata }) => metadata.write_fmt_time !== undefined);
      const raw = entries.filter(({ metadata }) => metadata.write_fmt_time === undefined);
      const outcomes = converted.length > 0 ? await bulkInsert(converted, options) : [];
      const put = raw.length > 0 ? await putUsercache(raw, options) : undefined;
      const timeseries = outcomes.filter(({ outcome }) => outcome === 'inserted').length;
      return { timeseries, usercache: (put?.stored ?? 0) + (put?.superseded ?? 0) };
    },
  };
}

function dataOf(key: string, data: EntryData, zone?: string): DecodedBody<typeof internalRoutes.insertData> {
  return { key, data: { ...data }, ...(zone !== undefined && { zone }) };
}

function errorOf(outcome: InsertOutcome | undefined): SojournError {
  const { code, path } = outcome ?? {};
  if (!isErrorCode(code))
    return new SojournError('conflict', { detail: 'another entry is there under this id' });
  return new SojournError(code, path === undefined ? {} : { errors: [{ path, code: 'invalid' }] });
}
