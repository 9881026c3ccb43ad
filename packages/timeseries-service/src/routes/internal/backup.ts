import { isAbsolute } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { told } from './told.js';

/** A line is sent for so many people. */
const peopleALine = 100;

/** `/v1/backups` and `/v1/verify`: work on everything, which tells how far it is. */
export function backupRoutes(app: HttpServer, { store }: RouteContext): void {
  mount(app, internalRoutes.takeBackup, async (request) => {
    const { folder } = request.body;
    if (!isAbsolute(folder)) {
      throw new SojournError('request-invalid', {
        detail: 'the folder has to be an absolute path',
        errors: [{ path: 'folder', code: 'invalid' }],
      });
    }
    return told(request.log, async (tell) => {
      const done = await store
        .backup(folder, (progress) => {
          if (progress.people % peopleALine === 0) tell({ progress });
        })
        .catch((error: unknown) => {
          throw folderError(error);
        });
      return { done };
    });
  });

  mount(app, internalRoutes.verifyStore, async (request) =>
    told(request.log, async (tell) => {
      const done = { people: 0, damaged: 0 };
      for await (const findings of store.verify(request.body.person)) {
        done.people += 1;
        if (findings.damage.length > 0) done.damaged += 1;
        tell({ findings });
      }
      return { done };
    }),
  );
}

/** What the caller can mend is told; paths are the caller's own. */
function folderError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new SojournError('storage-full', { cause: error });
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EPERM') {
    return new SojournError('request-invalid', {
      detail: `the service cannot write to the folder (${code})`,
      errors: [{ path: 'folder', code: 'invalid' }],
      cause: error,
    });
  }
  return error;
}
