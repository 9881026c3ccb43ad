import { startService } from '../supervisor/index.js';
import { type Connections, openConnections } from './connections.js';
import { prepareDataFolder } from './data-folder.js';
import { isRunning } from './is-running.js';
import { type PlatformSettings, timeseriesCommand } from './services.js';

/**
 * Does something with the store of a data folder: through the service that runs there, else through one that is
 * started for the occasion. Only one process may own a folder.
 */
export async function useStore<Result>(
  settings: PlatformSettings,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  await prepareDataFolder(settings.data);
  const service = (await isRunning(settings.data))
    ? undefined
    : await startService(timeseriesCommand(settings));
  try {
    const connections = await openConnections(settings.data);
    try {
      return await work(connections);
    } finally {
      await connections.close();
    }
  } finally {
    await service?.stop();
  }
}
