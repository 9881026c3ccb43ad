import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isObject } from '@sojourn/datamodel/wire';

/** The members of a deployment configuration that the service itself reads; all others pass through. */
export interface StudyDocument {
  readonly version?: number;
  readonly min_app_version?: string;
  readonly url_abbreviation?: string;
  readonly opcode?: {
    readonly autogen?: boolean;
    readonly subgroups?: readonly string[];
    readonly suspended_subgroups?: readonly string[];
  };
  readonly intro?: { readonly program_or_study?: string };
  readonly label_options?: unknown;
  readonly [member: string]: unknown;
}

/** A study as this service runs it: its short name and the document that outdated phones receive. */
export interface Study {
  /** Short name; a token that contains it belongs to this study. */
  readonly name: string;
  readonly document: StudyDocument;
}

const FILE_SUFFIX = /\.nrel-op\.json$|\.json$/;

/**
 * Reads a deployment configuration from a local JSON file. Its `label_options` may name another local
 * file, whose content then takes its place; an address on the network is left as it is.
 * @throws Error naming the file when it is missing or is no JSON object
 */
export async function readStudy(file: string): Promise<Study> {
  const document = await readJson(file);
  if (!isObject(document)) throw new Error(`The study configuration ${file} is not a JSON object`);
  const options = document.label_options;
  const inlined =
    typeof options === 'string' && !/^[a-z]+:\/\//i.test(options)
      ? { ...document, label_options: await readJson(resolve(dirname(file), options)) }
      : document;
  const abbreviation = document.url_abbreviation;
  const name =
    typeof abbreviation === 'string' && abbreviation !== ''
      ? abbreviation
      : basename(file).replace(FILE_SUFFIX, '');
  return createStudy(name, inlined);
}

/** Wraps a deployment configuration that is already in memory. */
export function createStudy(name: string, document: StudyDocument): Study {
  return Object.freeze({ name, document });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`Cannot read the study configuration ${file}`, { cause });
  }
}
