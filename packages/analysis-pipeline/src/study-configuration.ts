import { dirname, resolve } from 'node:path';
import { readJsonObject } from './json-object-file.js';

/** The deployment configuration of a study, member by member. */
export type StudyConfiguration = Readonly<Record<string, unknown>>;

/**
 * Reads a deployment configuration. Its `label_options` may name another local file, whose content then takes its place.
 * @throws SojournError `config-invalid` when a file is missing or is no JSON object
 */
export async function readStudyConfiguration(file: string): Promise<StudyConfiguration> {
  const document = await readObject(file);
  const { label_options: options } = document;
  const isLocal = typeof options === 'string' && !/^[a-z]+:\/\//i.test(options);
  return isLocal
    ? { ...document, label_options: await readObject(resolve(dirname(file), options)) }
    : document;
}

const readObject = (file: string): Promise<StudyConfiguration> =>
  readJsonObject(file, 'the study configuration');
