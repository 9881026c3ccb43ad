import { dirname, resolve } from 'node:path';
import { readJsonObject } from './json-object-file.js';

const forestSetting = 'classification.inference.mode.forest';

/**
 * Settings of the stages with the random forest in the place of the name of its file, which is what an operator writes: a
 * forest has megabytes.
 * @param beside the file that the settings are from; the name is relative to it
 * @throws SojournError `config-invalid` when the file cannot be read
 */
export async function withForestOfFile(
  settings: Readonly<Record<string, unknown>>,
  beside: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const forest = settings[forestSetting];
  if (typeof forest !== 'string') return settings;
  const file = resolve(beside === undefined ? '.' : dirname(beside), forest);
  return { ...settings, [forestSetting]: await readJsonObject(file, 'the forest') };
}
