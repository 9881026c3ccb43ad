import { isDeepStrictEqual } from 'node:util';

/** One setting, in the form in which every service of the platform lists its own. */
export interface Setting {
  /** Path in the file, as in `server.requestTimeout` or `pipelines.webapp.max-body.bytes`. */
  readonly name: string;
  readonly value: unknown;
  readonly isDefault: boolean;
  /** Environment variable that it is taken from; null where the file says it itself. */
  readonly variable: string | null;
}

/** Three readings of a configuration file as plain objects. */
export interface SettingSources {
  /** What is in force. */
  readonly settings: object;
  /** What would be where nobody sets anything. */
  readonly defaults: object;
  /** The file as it is written, with `${NAME:-default}` in it. */
  readonly written: object;
}

/** All settings by their path, in order of name; what holds nothing is left out. */
export function settingsInForce({ settings, defaults, written }: SettingSources): Setting[] {
  const [all, usual, texts] = [leavesOf(settings), leavesOf(defaults), leavesOf(written)];
  return [...new Set([...all.keys(), ...usual.keys()])].sort().map((name) => ({
    name,
    value: all.get(name) ?? null,
    isDefault: isDeepStrictEqual(all.get(name), usual.get(name)),
    variable: variableIn(texts.get(name)),
  }));
}

/** What is no object, by its path. Lists of policies are gone into: what those limit is what operators look for. */
function leavesOf(value: object): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const walk = (part: unknown, path: readonly string[]): void => {
    if (part === undefined || part === null) return;
    if (!isRecord(part)) {
      leaves.set(path.join('.'), part);
      return;
    }
    for (const [name, inner] of Object.entries(part)) {
      if (isListOfRecords(inner)) for (const entry of inner) walk(entry, path);
      else walk(inner, name === 'action' ? path : [...path, name]);
    }
  };
  walk(value, []);
  return leaves;
}

function isListOfRecords(value: unknown): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function variableIn(text: unknown): string | null {
  return (typeof text === 'string' && /^\$\{(\w+)(:-[^}]*)?\}$/.exec(text)?.[1]) || null;
}
