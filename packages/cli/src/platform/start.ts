import { CommandError, exitCode } from '../exit-code.js';
import { createSupervisor, type Supervisor } from '../supervisor/index.js';
import { prepareDataFolder } from './data-folder.js';
import { isRunning } from './is-running.js';
import {
  type Door,
  gatewayCommand,
  type PlatformSettings,
  pipelineCommand,
  timeseriesCommand,
  webappCommand,
} from './services.js';

/** The whole platform behind one port. */
export interface Platform {
  /** As in `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Drains and ends everything: the gateway first, the store last. */
  stop(): Promise<void>;
}

/**
 * Starts store, pipeline, web page and gateway, and keeps them running.
 *
 * @param report told about ends and restarts
 * @throws CommandError when one of them does not start; the others are ended again
 */
export async function startPlatform(
  settings: PlatformSettings,
  door: Door,
  report: (message: string) => void,
): Promise<Platform> {
  await prepareDataFolder(settings.data);
  if (await isRunning(settings.data)) {
    throw new CommandError(
      exitCode.process,
      `Sojourn is running already with the data folder ${settings.data}`,
    );
  }
  const supervisor = createSupervisor({ report });
  try {
    await supervisor.add(() => timeseriesCommand(settings));
    await supervisor.add(() => pipelineCommand(settings, { poll: true }));
    await supervisor.add(() => webappCommand(settings));
    const url = await openDoor(supervisor, settings, door);
    return { url, stop: () => supervisor.stop() };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

async function openDoor(supervisor: Supervisor, settings: PlatformSettings, door: Door): Promise<string> {
  // A port that the system chose stays the same over restarts: people have the address.
  const gateway = await supervisor.add((before) =>
    gatewayCommand(settings, { ...door, port: before ? portOf(before) : door.port }),
  );
  const { protocol } = new URL(gateway.addresses.gateway ?? '');
  return `${protocol}//${reachableHost(door.host)}:${portOf(gateway.addresses)}`;
}

/** A wildcard is no address to connect to. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** The gateway gives its public listener as a URL. */
function portOf({ gateway = '' }: Readonly<Record<string, string>>): number {
  const { protocol, port } = new URL(gateway);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
