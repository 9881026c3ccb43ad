import { createHmac, type KeyObject } from 'node:crypto';
import type { Entry, ErrorCode, PersonId } from '@sojourn/datamodel';

/** Stream of everything that is in quarantine. */
export const quarantineKey = 'quarantine/entry';

/** What is kept of an entry that could not be stored, or that a newer payload has replaced. */
export interface Rejected {
  /** The text as it was sent. */
  readonly raw: string;
  readonly code: ErrorCode;
  /** Dotted path of the member at fault. */
  readonly path: string;
  /** `_id` of the entry that took its place. */
  readonly supersededBy?: string;
}

/**
 * The entry under which a text is kept in quarantine. Its `_id` is a keyed hash of the text and the code, so that the
 * same text is there once, however often it is sent.
 * @param now milliseconds since the epoch
 */
export function quarantineEntry(rejected: Rejected, person: PersonId, key: KeyObject, now: number): Entry {
  const { raw, code, path, supersededBy } = rejected;
  const hash = createHmac('sha256', key).update(code).update('\0').update(raw).digest('hex');
  return {
    _id: { $oid: hash.slice(0, 24) },
    user_id: { $uuid: person },
    metadata: { key: quarantineKey, platform: 'server', write_ts: now / 1000, time_zone: 'UTC' },
    data: {
      code,
      path,
      raw,
      ...(supersededBy === undefined ? {} : { superseded_by: { $oid: supersededBy } }),
    },
  };
}
