import type { Command } from 'commander';
import { type CliConfiguration, readCliConfiguration } from '../configuration.js';
import { type Connections, type PlatformSettings, usePlatform, useStore } from '../platform/index.js';

/** Options of commands that work with a store. */
export interface StoreFlags {
  readonly data?: string;
  readonly config?: string;
}

/** Adds the options that say which store is meant. */
export function withStoreOptions(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder (default: sojourn/ in your XDG data folder)')
    .option('--config <file>', 'settings file (default: sojourn.yaml in the working folder)');
}

/** Works with the store that the options mean, whether its service runs or not. */
export async function withStore<Result>(
  flags: StoreFlags,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const configuration = await readCliConfiguration(process.env, flags);
  return useStore(settingsOf(configuration), work, configuration.elsewhere);
}

/** The same with the pipeline beside the store, for jobs. */
export async function withPlatform<Result>(
  flags: StoreFlags,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const configuration = await readCliConfiguration(process.env, flags);
  return usePlatform(settingsOf(configuration), work, configuration.elsewhere);
}

/** How the processes of that store are started. */
export async function storeSettings(flags: StoreFlags): Promise<PlatformSettings> {
  return settingsOf(await readCliConfiguration(process.env, flags));
}

function settingsOf({ data, logLevel, file }: CliConfiguration): PlatformSettings {
  return { data, logLevel, log: 'keep', ...(file ? { configurationFile: file } : {}) };
}
