import { join } from 'node:path';

/** Folder of the archives of everybody. */
export function archivesFolder(filesFolder: string): string {
  return join(filesFolder, 'archives');
}
