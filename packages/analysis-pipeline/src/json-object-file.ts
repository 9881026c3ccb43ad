import { readFile } from 'node:fs/promises';
import { SojournError } from '@sojourn/datamodel';

/**
 * Reads a file that holds one JSON object.
 * @param what names the file in the error
 * @throws SojournError `config-invalid` when it is missing or is no JSON object
 */
export async function readJsonObject(file: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new SojournError('config-invalid', { detail: `${what} ${file} cannot be read`, cause });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  throw new SojournError('config-invalid', { detail: `${what} ${file} is no JSON object` });
}
