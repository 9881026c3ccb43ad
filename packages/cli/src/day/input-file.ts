import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CommandError, exitCode } from '../exit-code.js';

const decompress = promisify(gunzip);
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * The text of a file of the command line, which may be compressed by gzip.
 *
 * @throws CommandError with the input status
 */
export async function readInputFile(file: string): Promise<string> {
  const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw inputError(file, cause.code === 'ENOENT' ? 'there is no such file' : 'cannot be read', cause);
  });
  const compressed = GZIP_MAGIC.every((byte, index) => content[index] === byte);
  if (!compressed) return content.toString('utf8');
  const plain = await decompress(content).catch((cause: unknown) => {
    throw inputError(file, 'is damaged: it cannot be decompressed', cause);
  });
  return plain.toString('utf8');
}

/** What is wrong with a file of the command line. */
export function inputError(file: string, problem: string, cause?: unknown): CommandError {
  return new CommandError(exitCode.input, `${file} ${problem}`, { cause });
}
