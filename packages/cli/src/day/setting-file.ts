import { inputError, readInputFile } from './input-file.js';

/**
 * Reads the values of pipeline settings that are in files of JSON.
 *
 * @param files paths by name of the setting
 * @throws CommandError with the input status
 */
export async function readSettingFiles(
  files: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const settings: Record<string, unknown> = {};
  for (const [name, file] of Object.entries(files)) {
    const text = await readInputFile(file);
    try {
      settings[name] = JSON.parse(text);
    } catch (cause) {
      throw inputError(file, 'is not valid JSON', cause);
    }
  }
  return settings;
}
