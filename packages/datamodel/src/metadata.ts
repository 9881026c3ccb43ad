import type { LocalDate } from './time/index.js';

/** What kind of record a phone pushed; absent on entries that a server made. */
export type MetadataType =
  | 'sensor-data'
  | 'message'
  | 'rw-document'
  | 'document'
  | 'local-storage'
  | 'missing';

/** The envelope's description of an entry. Members that are not listed are kept verbatim. */
export interface Metadata {
  /** Stream name, `group/name`. */
  key: string;
  /** `android`, `ios`, `server`; scripts use `script`. */
  platform?: string;
  type?: MetadataType | (string & {});
  /** Unix seconds at which the entry was written; its primary ordering and identity time. */
  write_ts: number;
  write_local_dt?: LocalDate;
  /** ISO 8601 of `write_ts`. Its presence says that the entry has been converted to the common form. */
  write_fmt_time?: string;
  /** IANA zone of the device, or an offset such as `+05:30`. */
  time_zone?: string;
  read_ts?: number;
  plugin?: string | null;
  /** Composite trips only: key of the object that the composite was made from. */
  origin_key?: string;
  [member: string]: unknown;
}
