import { readUpload, type UploadItem, type UploadOptions, type WireObject } from '@sojourn/datamodel/wire';
import type { HttpServer } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';
import { inTurns } from '../../turns.js';

/** The body of an upload: each entry readable or not, the members beside them, and the token among those. */
export interface UploadBody {
  readonly user: unknown;
  readonly members: WireObject;
  readonly items: readonly UploadItem[];
}

/**
 * Lets the routes of an instance read bodies that hold entries under a member. One entry that is no JSON does
 * not make the others unreadable, as it would with the ordinary parser.
 */
export function acceptUploads(app: HttpServer, place: Required<UploadOptions>): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => {
      const { members, entries } = await inTurns(readUpload(bytes, place));
      return { user: members.user, members, items: entries } satisfies UploadBody;
    },
  );
}

/** The body that `acceptUploads` has read. */
export function uploadOf(request: FastifyRequest): UploadBody {
  return request.body as UploadBody;
}
