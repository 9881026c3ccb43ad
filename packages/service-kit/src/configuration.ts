import { readFile } from 'node:fs/promises';
import { type ErrorItem, SojournError } from '@sojourn/datamodel';
import type { z } from 'zod';

/** Where one setting comes from: the path in the YAML file is its place, this is its environment variable. */
export type EnvironmentNames<Config> = { readonly [Member in keyof Config]?: string };

export interface ConfigurationSources<Config> {
  /** A YAML file that holds settings by name; a missing one is an error only if it was asked for. */
  readonly file?: string;
  /** Environment variable of each setting; what is set there wins over the file. */
  readonly names: EnvironmentNames<Config>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads, checks and freezes the settings of a process. Numbers and booleans arrive as text from the
 * environment: give their shapes with `z.coerce.number()` or `z.stringbool()` in a union.
 * @throws SojournError `config-invalid`, with one item for each wrong setting and never a value
 */
export async function readConfiguration<Shape extends z.ZodObject>(
  shape: Shape,
  sources: ConfigurationSources<z.output<Shape>>,
): Promise<Readonly<z.output<Shape>>> {
  const settings: Record<string, unknown> =
    sources.file === undefined ? {} : { ...(await loadYaml(sources.file)) };
  for (const [member, name] of Object.entries(sources.names)) {
    const value = typeof name === 'string' ? sources.environment[name] : undefined;
    if (value !== undefined && value !== '') settings[member] = value;
  }
  const result = shape.safeParse(settings);
  if (result.success) return deepFreeze(result.data);
  const errors = result.error.issues.map((issue): ErrorItem => {
    const member = issue.path[0];
    const name = sources.names[member as keyof typeof sources.names];
    return { path: name ?? issue.path.join('.'), code: issue.code };
  });
  throw new SojournError('config-invalid', { detail: errors.map(({ path }) => path).join(', '), errors });
}

/**
 * Reads a YAML file that holds an object. `${NAME}` in it is not expanded.
 * @throws SojournError `config-invalid` when the file is missing or is something else
 */
export async function loadYaml(file: string): Promise<Record<string, unknown>> {
  let content: unknown;
  try {
    const text = await readFile(file, 'utf8');
    // Most processes have no such file, and the parser takes long to load.
    content = (await import('yaml')).parse(text);
  } catch (cause) {
    throw new SojournError('config-invalid', { detail: `${file} cannot be read`, cause });
  }
  if (content === null) return {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new SojournError('config-invalid', { detail: `${file} does not hold settings by name` });
  }
  return content as Record<string, unknown>;
}

/** Settings as they may be printed: what looks like a secret is hidden. */
export function describeConfiguration(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  // A connection string may hold a password.
  const secret = /secret|token$|password|key$|url$/i;
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (value !== undefined && secret.test(name)) return [name, '[hidden]'];
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        return [name, describeConfiguration(value as Record<string, unknown>)];
      }
      // Some servers want a key as a part of the path.
      if (typeof value === 'string' && /^https?:/.test(value)) return [name, originOf(value)];
      return [name, value];
    }),
  );
}

function originOf(address: string): string {
  if (!URL.canParse(address)) return '[hidden]';
  const { origin, href } = new URL(address);
  return href === `${origin}/` ? href : `${origin}/[hidden]`;
}

function deepFreeze<Value>(value: Value): Readonly<Value> {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}
