import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

/** Layout of the data folder that this release writes. */
const currentFormat = 1;

/**
 * Writes the format of a new data folder, or checks that of an existing one.
 * @throws SojournError `format-too-new` for anything that this release does not know
 */
export function assertFormat(folder: string): void {
  const path = join(folder, 'FORMAT');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    writeFileSync(path, `sojourn ${currentFormat}\n`, { flag: 'wx' });
    return;
  }
  const format = /^sojourn (\d+)\n$/.exec(text)?.[1];
  if (format === undefined || Number(format) > currentFormat) {
    throw new SojournError('format-too-new', {
      detail:
        format === undefined ? 'FORMAT is unreadable' : `format ${format}, newest known ${currentFormat}`,
    });
  }
}
