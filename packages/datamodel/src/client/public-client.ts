import type { Entry, EntryData, PersonId, PhoneEntry } from '../entry.js';
import { SojournError } from '../errors.js';
import {
  DEFAULT_PAGE_SIZE,
  type DecodedBody,
  type DecodedResponse,
  type EntrySelection,
  type Job,
  type JobDefinitionSummary,
  type JobStatus,
  type LockState,
  type PersonStorage,
  type PersonWaiting,
  type Profile,
  publicRoutes,
  type Quarantined,
  referenceRoutes,
  type Setting,
  type StreamSummary,
  type TokenSummary,
  type Unlock,
  type WaitingItem,
} from '../http/index.js';
import { type CallOptions, type ClientOptions, createCaller } from './caller.js';
import { readLines } from './ndjson.js';
import { itemsOf, pagesOf } from './pages.js';

export interface SojournClientOptions extends ClientOptions {
  /** The caller's token. A browser with a session cookie needs none. */
  readonly token?: string;
}

/** Which entries to read, in which order and in pages of which size. Times are Unix seconds. */
export type FindEntries = Omit<DecodedBody<typeof publicRoutes.queryEntries>, 'cursor'>;

/** The members of a shape that it names, without the ones that it merely tolerates. */
type Named<Shape> = { [Member in keyof Shape as string extends Member ? never : Member]: Shape[Member] };

/** A query of the reference's API; `user` and `cursor` are seen to. */
export type FindEntriesReference = Omit<
  Named<DecodedBody<typeof referenceRoutes.findEntries>>,
  'user' | 'cursor'
>;

/** GeoJSON polygon or polygons that a heatmap is cut down to. */
export type HeatmapRegion = NonNullable<
  DecodedBody<typeof referenceRoutes.heatmapModes>['sel_region']
>['geometry'];

/** What a phone says beside its entries. */
export interface PutUsercacheOptions extends CallOptions {
  readonly deploymentConfigVersion?: number;
  readonly appVersion?: string;
}

/**
 * The public side of a server: the reference's API and its `/v2` additions, for one caller. Calls that may be
 * repeated are retried; every failure is a SojournError.
 */
export interface SojournClient {
  /** Registers the caller, or finds them again. */
  createProfile(options?: CallOptions): Promise<PersonId>;
  getProfile(options?: CallOptions): Promise<Profile>;
  /** Replaces members of the profile; those that the server owns are left as they are. */
  updateProfile(members: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<void>;

  /**
   * Uploads entries in a phone's form in one request. When it returns they are on disk. Entries that cannot be
   * used are named in `quarantined`; sending the same entries again changes nothing.
   */
  putUsercache(
    entries: readonly PhoneEntry[],
    options?: PutUsercacheOptions,
  ): Promise<DecodedResponse<typeof referenceRoutes.usercachePut>>;
  putOne(
    entry: PhoneEntry,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof referenceRoutes.usercachePutone>>;
  /** Documents that the server has for the phone. */
  getUsercache(options?: CallOptions): Promise<PhoneEntry[]>;

  /** Entries in order of time, then id, however many: they are fetched page by page as they are consumed. */
  findEntries<Data extends object = EntryData>(
    query: FindEntries,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>>;
  /** As `findEntries`, a page at a time. */
  findEntryPages<Data extends object = EntryData>(
    query: FindEntries,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>[]>;
  /** As `findEntryPages`, in one streamed answer instead of many requests. It cannot be resumed. */
  streamEntries<Data extends object = EntryData>(
    query: Omit<FindEntries, 'pageSize'>,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>[]>;
  /**
   * Entries through the reference's API, in pages unless `max_entries` cuts the list anyway. A server without
   * that addition gives everything in one answer.
   */
  findEntriesReference<Data extends object = EntryData>(
    query: FindEntriesReference,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>>;
  countEntries(selection: EntrySelection, options?: CallOptions): Promise<number>;
  streams(options?: CallOptions): Promise<StreamSummary[]>;
  /** What has not happened yet, why, and since when. */
  waiting(options?: CallOptions): Promise<WaitingItem[]>;
  /** Entries that were set aside. */
  quarantine(options?: CallOptions): AsyncGenerator<Quarantined>;

  /** From when to when trips have been made; nulls before the first run. */
  pipelineRange(options?: CallOptions): Promise<DecodedResponse<typeof referenceRoutes.pipelineRange>>;
  /** Until when the diary is complete; null before the first run. */
  pipelineComplete(options?: CallOptions): Promise<number | null>;

  /** Trips that started on a local date, YYYY-MM-DD, each as a GeoJSON collection. */
  tripsOn(
    day: string,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof referenceRoutes.dayTrips>['timeline']>;
  /**
   * Where the caller travelled between two Unix times, `[longitude, latitude]` every 30 seconds. Modes are names of sensed
   * modes, such as `BICYCLING`; all of them when none are given.
   */
  heatmap(
    query: { start: number; end: number; modes?: readonly string[]; region?: HeatmapRegion },
    options?: CallOptions,
  ): Promise<number[][]>;

  /**
   * Sums of trips by local day: by metric (such as `distance`) a list of days, each with a member a value of a dimension
   * (such as `mode_confirm_bike`). Those of everybody leave days of few people out; `own` are the caller's alone.
   * @param query dates as YYYY-MM-DD, both included; `metrics` are dimensions by metric
   */
  metrics(
    query: {
      start: string;
      end: string;
      metrics?: Readonly<Record<string, readonly string[]>>;
      own?: boolean;
    },
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof referenceRoutes.dayMetrics>>;

  /** The caller's own labels by type, the most frequent first. */
  customLabels(types: readonly string[], options?: CallOptions): Promise<Record<string, string[]>>;
  insertCustomLabel(type: string, label: string, options?: CallOptions): Promise<string[]>;
  /** Says that a trip changed from one label (or `''`) to another; `addMissing` makes the new one a label. */
  changeCustomLabel(
    type: string,
    change: { from: string; to: string; addMissing: boolean },
    options?: CallOptions,
  ): Promise<string[]>;
  deleteCustomLabel(type: string, label: string, options?: CallOptions): Promise<string[]>;

  /** Puts a token into a cookie that scripts cannot read. */
  openSession(
    token: string,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof publicRoutes.openSession>>;
  closeSession(options?: CallOptions): Promise<void>;
  me(options?: CallOptions): Promise<DecodedResponse<typeof publicRoutes.me>>;
  /** Opens the caller's data for a while. */
  unlock(unlock: Unlock, options?: CallOptions): Promise<DecodedResponse<typeof publicRoutes.unlock>>;
  lock(options?: CallOptions): Promise<LockState>;

  /** Kinds of jobs that the caller may ask for. */
  jobDefinitions(options?: CallOptions): Promise<JobDefinitionSummary[]>;
  /** Asks for a job, which goes on after the answer. With a key, asking twice gives the same job. */
  startJob(request: DecodedBody<typeof publicRoutes.startJob>, options?: CallOptions): Promise<Job>;
  job(id: string, options?: CallOptions): Promise<Job>;
  /** Jobs from the newest to the oldest: all for operators, else those about the caller. */
  jobs(filter?: { name?: string; status?: JobStatus }, options?: CallOptions): AsyncGenerator<Job>;
  /** Calls a job off; it ends soon after. */
  cancelJob(id: string, options?: CallOptions): Promise<Job>;

  /**
   * Tries again what failed: entries in quarantine, then the stages. Asking while that goes on gives the same job.
   * @param person for operators; left out, the caller's own
   */
  retry(person?: PersonId, options?: CallOptions): Promise<Job>;

  /** For operators: for whom something is waiting, why, and since when. */
  waitingPeople(options?: CallOptions): AsyncGenerator<PersonWaiting>;
  /** For operators: how much is stored of each person, in order of their id. */
  storage(options?: CallOptions): AsyncGenerator<PersonStorage>;
  /** For operators: how long the stages of recent runs took, and which failed. @param seconds how far back to look */
  stageFigures(
    seconds?: number,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof publicRoutes.readStageFigures>>;
  /** For operators: what a service was told to do, without secrets. */
  settings(service: keyof typeof settingsRoutes, options?: CallOptions): Promise<Setting[]>;
  /** For operators. */
  tokens(options?: CallOptions): Promise<TokenSummary[]>;
  /** The text of the new tokens is shown this once. */
  makeTokens(
    request: DecodedBody<typeof publicRoutes.makeTokens>,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof publicRoutes.makeTokens>['tokens']>;
  withdrawToken(id: string, options?: CallOptions): Promise<void>;
}

/** Where each service lists what it was told to do. */
const settingsRoutes = {
  timeseries: publicRoutes.listTimeseriesSettings,
  pipeline: publicRoutes.listPipelineSettings,
  gateway: publicRoutes.listGatewaySettings,
  webapp: publicRoutes.listWebappSettings,
} as const;

/** What a header may hold (RFC 9110, 5.5). */
const headerText = /^[\t\x20-\x7e\x80-\xff]*$/;

/** @throws SojournError `token-invalid` for one that no header can hold, which no server has given out */
function bearerOf(token: string): string {
  if (!headerText.test(token)) throw new SojournError('token-invalid');
  return `Bearer ${token}`;
}

/** A client for the public side of the server at `baseUrl`. Nothing is sent before the first call. */
export function createClient(options: SojournClientOptions): SojournClient {
  const { token } = options;
  const caller = createCaller(options, {
    // The reference's API knows the caller by a member of the body alone, ours by the usual header.
    headers: (route) =>
      token === undefined || route.surface === 'reference' ? {} : { authorization: bearerOf(token) },
    body: (route) => (token === undefined || route.surface !== 'reference' ? {} : { user: token }),
  });
  const { call } = caller;

  const pages = (query: FindEntries, callOptions?: CallOptions) =>
    pagesOf(async (cursor) => {
      const body = cursor === null ? query : { ...query, cursor };
      const page = await call(publicRoutes.queryEntries, { body }, callOptions);
      return { items: page.entries, cursor: page.cursor };
    });

  const client: SojournClient = {
    async createProfile(callOptions) {
      return (await call(referenceRoutes.profileCreate, { body: {} }, callOptions)).uuid;
    },
    getProfile: (callOptions) => call(referenceRoutes.profileGet, { body: {} }, callOptions),
    async updateProfile(members, callOptions) {
      await call(referenceRoutes.profileUpdate, { body: { update_doc: { ...members } } }, callOptions);
    },

    putUsercache(entries, { deploymentConfigVersion, appVersion, ...callOptions } = {}) {
      const body = {
        phone_to_server: entries as PhoneEntry[],
        ...(deploymentConfigVersion === undefined
          ? {}
          : { deployment_config_version: deploymentConfigVersion }),
        ...(appVersion === undefined ? {} : { app_version: appVersion }),
      };
      return call(referenceRoutes.usercachePut, { body }, callOptions);
    },
    putOne: (entry, callOptions) =>
      call(referenceRoutes.usercachePutone, { body: { the_entry: entry } }, callOptions),
    async getUsercache(callOptions) {
      return (await call(referenceRoutes.usercacheGet, { body: {} }, callOptions)).server_to_phone;
    },

    findEntries: (query, callOptions) => itemsOf(pages(query, callOptions)) as never,
    findEntryPages: (query, callOptions) => pages(query, callOptions) as never,
    streamEntries: (query, callOptions) =>
      readLines(caller.stream(publicRoutes.queryEntries, { body: query }, callOptions)) as never,
    findEntriesReference: (query, callOptions) =>
      itemsOf(
        pagesOf(async (cursor) => {
          const paged = query.max_entries === undefined ? { page_size: DEFAULT_PAGE_SIZE, ...query } : query;
          const body = cursor === null ? paged : { ...paged, cursor };
          const content = { params: { time_type: 'timestamp' }, body };
          const answer = await call(referenceRoutes.findEntries, content, callOptions);
          return { items: answer.phone_data, cursor: answer.cursor ?? null };
        }),
      ) as never,
    async countEntries(selection, callOptions) {
      return (await call(publicRoutes.countEntries, { body: selection }, callOptions)).count;
    },
    async streams(callOptions) {
      return (await call(publicRoutes.listStreams, {}, callOptions)).streams;
    },
    async waiting(callOptions) {
      return (await call(publicRoutes.listWaiting, {}, callOptions)).waiting;
    },
    waitingPeople: (callOptions) =>
      itemsOf(
        pagesOf(async (after) => {
          const query = after === null ? {} : { after };
          const page = await call(publicRoutes.listWaitingPeople, { query }, callOptions);
          return { items: page.people, cursor: page.next };
        }),
      ),
    quarantine: (callOptions) =>
      itemsOf(
        pagesOf(async (cursor) => {
          const query = cursor === null ? {} : { cursor };
          const page = await call(publicRoutes.listQuarantine, { query }, callOptions);
          return { items: page.quarantined, cursor: page.cursor };
        }),
      ),

    pipelineRange: (callOptions) => call(referenceRoutes.pipelineRange, { body: {} }, callOptions),
    async pipelineComplete(callOptions) {
      return (await call(referenceRoutes.pipelineComplete, { body: {} }, callOptions)).complete_ts;
    },

    async tripsOn(day, callOptions) {
      return (await call(referenceRoutes.dayTrips, { params: { day }, body: {} }, callOptions)).timeline;
    },
    async heatmap({ start, end, modes, region }, callOptions) {
      const body = {
        start_time: start,
        end_time: end,
        modes: modes === undefined ? null : [...modes],
        sel_region: region === undefined ? null : { geometry: region },
      };
      const params = { time_type: 'timestamp' as const };
      return (await call(referenceRoutes.heatmapModes, { params, body }, callOptions)).lnglat;
    },

    metrics: ({ start, end, metrics, own = false }, callOptions) =>
      call(
        referenceRoutes.dayMetrics,
        {
          params: { time_type: 'yyyy_mm_dd' },
          body: {
            start_time: start,
            end_time: end,
            aggregate: !own,
            ...(metrics === undefined ? {} : { metric_list: metrics }),
          },
        },
        callOptions,
      ),

    customLabels: (types, callOptions) =>
      call(referenceRoutes.customLabelGet, { body: { keys: [...types] } }, callOptions),
    async insertCustomLabel(key, label, callOptions) {
      const body = { inserted_label: { key, label } };
      return (await call(referenceRoutes.customLabelInsert, { body }, callOptions)).label;
    },
    async changeCustomLabel(key, { from, to, addMissing }, callOptions) {
      const body = {
        updated_label: { key, old_label: from, new_label: to, is_new_label_must_added: addMissing },
      };
      return (await call(referenceRoutes.customLabelUpdate, { body }, callOptions)).label;
    },
    async deleteCustomLabel(key, label, callOptions) {
      const body = { deleted_label: { key, label } };
      return (await call(referenceRoutes.customLabelDelete, { body }, callOptions)).label;
    },

    openSession: (sessionToken, callOptions) =>
      call(publicRoutes.openSession, { body: { token: sessionToken } }, callOptions),
    closeSession: (callOptions) => call(publicRoutes.closeSession, {}, callOptions),
    me: (callOptions) => call(publicRoutes.me, {}, callOptions),
    unlock: (unlock, callOptions) => call(publicRoutes.unlock, { body: unlock }, callOptions),
    lock: (callOptions) => call(publicRoutes.lock, {}, callOptions),

    async jobDefinitions(callOptions) {
      return (await call(publicRoutes.listJobDefinitions, {}, callOptions)).definitions;
    },
    startJob: (body, callOptions) => call(publicRoutes.startJob, { body }, callOptions),
    job: (job, callOptions) => call(publicRoutes.getJob, { params: { job } }, callOptions),
    jobs: (filter = {}, callOptions) =>
      itemsOf(
        pagesOf(async (after) => {
          const query = after === null ? filter : { ...filter, after };
          const page = await call(publicRoutes.listJobs, { query }, callOptions);
          return { items: page.jobs, cursor: page.next };
        }),
      ),
    cancelJob: (job, callOptions) => call(publicRoutes.cancelJob, { params: { job } }, callOptions),

    retry: (person, callOptions) =>
      person === undefined
        ? call(publicRoutes.retryOwn, {}, callOptions)
        : call(publicRoutes.retryPerson, { params: { person } }, callOptions),

    storage: (callOptions) =>
      itemsOf(
        pagesOf(async (after) => {
          const query = after === null ? {} : { after };
          const page = await call(publicRoutes.listStorage, { query }, callOptions);
          return { items: page.people, cursor: page.next };
        }),
      ),
    stageFigures: (seconds, callOptions) =>
      call(publicRoutes.readStageFigures, { query: seconds === undefined ? {} : { seconds } }, callOptions),
    async settings(service, callOptions) {
      return (await call(settingsRoutes[service], {}, callOptions)).settings;
    },
    async tokens(callOptions) {
      return (await call(publicRoutes.listTokens, {}, callOptions)).tokens;
    },
    async makeTokens(request, callOptions) {
      return (await call(publicRoutes.makeTokens, { body: request }, callOptions)).tokens;
    },
    withdrawToken: (tokenId, callOptions) =>
      call(publicRoutes.withdrawToken, { params: { tokenId } }, callOptions),
  };
  return client;
}
