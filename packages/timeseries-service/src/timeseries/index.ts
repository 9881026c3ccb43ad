export { type Directory, type Role, roles, type TokenRecord } from './directory.js';
export { openStore, type StoreConfiguration } from './open-store.js';
export type {
  EntryQuery,
  LocalDateComponents,
  ResultPage,
  ResultStream,
  TimeWindow,
} from './query.js';
export type {
  Commit,
  Custody,
  CustodyChange,
  Damage,
  GrantedLease,
  ImportOutcome,
  Lease,
  PersonSummary,
  PersonTimeseries,
  Profile,
  PutOptions,
  PutOutcome,
  QuarantinedItem,
  QuarantineRecord,
  Secret,
  StageState,
  StoreFigures,
  StreamSummary,
  TimeseriesStore,
  UploadItem,
  UsercacheRow,
  Waiting,
} from './timeseries.js';
