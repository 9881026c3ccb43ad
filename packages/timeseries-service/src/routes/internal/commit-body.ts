import { isErrorCode } from '@sojourn/datamodel';
import type { internalRoutes, RequestBody } from '@sojourn/datamodel/http';
import { columnListOf, stringifyWire } from '@sojourn/datamodel/wire';
import type { Commit, QuarantineRecord } from '../../timeseries/index.js';

type CommitBody = RequestBody<typeof internalRoutes.commitChanges>;

/** The change behind the body of a commit. */
export function commitOf(body: CommitBody): Commit {
  const { quarantine, ...same } = body;
  const insertRows = columnListOf(body, 'insert');
  return {
    ...(same as Commit),
    ...(insertRows && { insertRows }),
    ...(quarantine && { quarantine: quarantine.map(recordOf) }),
  };
}

function recordOf({ raw, code, path }: NonNullable<CommitBody['quarantine']>[number]): QuarantineRecord {
  return {
    raw: typeof raw === 'string' ? raw : stringifyWire(raw),
    code: isErrorCode(code) ? code : 'entry-malformed',
    ...(path !== undefined && { path }),
  };
}
