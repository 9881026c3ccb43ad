import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

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

async function readObject(file: string): Promise<StudyConfiguration> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new SojournError('config-invalid', {
      detail: `the study configuration ${file} cannot be read`,
      cause,
    });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  throw new SojournError('config-invalid', { detail: `the study configuration ${file} is no JSON object` });
}
