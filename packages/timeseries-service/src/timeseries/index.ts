export type { CommitFeed } from './commit-feed.js';
export type { Directory, TokenRecord } from './directory.js';
export type { EverybodysPage, EverybodysTimeseries } from './everybody.js';
export type { FrameQuery } from './frame/index.js';
export { openStore, type StoreConfiguration } from './open-store.js';
export type {
  EntryQuery,
  LocalDateComponents,
  ResultPage,
  ResultStream,
  TimeWindow,
} from './query.js';
export { type RestoreStoreOptions, restoreStore } from './restore-store.js';
export { type RotationOutcome, rotateKeys } from './rotate-keys.js';
export type {
  Change,
  ChangeKind,
  Changes,
  Commit,
  Custody,
  CustodyChange,
  Damage,
  EntryStore,
  GrantedLease,
  ImportOutcome,
  InsertOutcome,
  Lease,
  NamedDocument,
  PersonFindings,
  PersonStorage,
  PersonSummary,
  PersonTimeseries,
  Profile,
  PutOptions,
  PutOutcome,
  QuarantinedItem,
  QuarantineRecord,
  ReleaseOutcome,
  Secret,
  ServerData,
  StageState,
  StoredDocument,
  StoreFigures,
  StreamSummary,
  SystemDocuments,
  TimeseriesStore,
  UploadItem,
  UsercachePlace,
  UsercacheRow,
  Waiting,
} from './timeseries.js';
