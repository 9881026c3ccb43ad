import { isDeepStrictEqual } from 'node:util';
import type { Setting } from '@sojourn/datamodel/http';
import { describeConfiguration } from './configuration.js';

type Settings = Readonly<Record<string, unknown>>;

/** What says how a setting came to be what it is. */
export interface SettingSources {
  /** Values where nobody says anything. */
  readonly defaults: Settings;
  /** Environment variables by setting. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Settings whose names look like those of secrets, and which are none. */
  readonly open?: readonly string[];
}

/** The settings of a service as an operator may see them: in order of name, with secrets hidden. */
export function settingsInForce(
  settings: Settings,
  { defaults, variables = {}, open = [] }: SettingSources,
): Setting[] {
  const shown = describeConfiguration(settings);
  return Object.keys({ ...defaults, ...settings })
    .sort()
    .map((name) => ({
      name,
      value: shortened((open.includes(name) ? settings[name] : shown[name]) ?? null),
      isDefault: isDeepStrictEqual(settings[name], defaults[name]),
      variable: variables[name] ?? null,
    }));
}

/** Characters of JSON above which a value is told by its size alone: a table is no place for whole models. */
const LONGEST = 500;

function shortened(value: unknown): unknown {
  const { length } = JSON.stringify(value);
  return length <= LONGEST ? value : `[${length} characters]`;
}
