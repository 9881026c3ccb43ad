import { isErrorCode } from '@sojourn/datamodel';
import type { internalRoutes, RequestBody } from '@sojourn/datamodel/http';
import { columnListOf, stringifyWire } from '@sojourn/datamodel/wire';
import type { Commit, QuarantineRecord } from '../../timeseries/index.js';
import { placesOf } from './usercache-places.js';

type CommitBody = RequestBody<typeof internalRoutes.commitChanges>;

/** The change behind the body of a commit. @throws SojournError `request-invalid` */
export function commitOf(body: CommitBody): Commit {
  const { quarantine, ...same } = body;
  const insertRows = columnListOf(body, 'insert');
  return {
    ...(same as Commit),
    ...(insertRows && { insertRows }),
    ...placesIn(body, 'drain'),
    ...placesIn(body, 'move'),
    ...(quarantine && { quarantine: quarantine.map(recordOf) }),
  };
}

function placesIn(body: CommitBody, list: 'drain' | 'move'): Pick<Commit, 'drain' | 'move'> {
  const rows = columnListOf(body, list);
  return rows === undefined ? {} : { [list]: placesOf(rows, list) };
}

function recordOf({ raw, code, path }: NonNullable<CommitBody['quarantine']>[number]): QuarantineRecord {
  return {
    raw: typeof raw === 'string' ? raw : stringifyWire(raw),
    code: isErrorCode(code) ? code : 'entry-malformed',
    ...(path !== undefined && { path }),
  };
}
