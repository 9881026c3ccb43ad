import { startService } from '../supervisor/index.js';
import { type Connections, openConnections, openConnectionsTo } from './connections.js';
import { prepareDataFolder } from './data-folder.js';
import { isRunning } from './is-running.js';
import { type Places, type PlatformSettings, timeseriesCommand } from './services.js';
import { withConnections } from './use-platform.js';

/**
 * Does something with the store of a data folder: through the service that runs there, else through one that is
 * started for the occasion. Only one process may own a folder.
 *
 * @param elsewhere services that run on another machine or in another container, which are used instead
 */
export async function useStore<Result>(
  settings: PlatformSettings,
  work: (connections: Connections) => Promise<Result>,
  elsewhere?: Places,
): Promise<Result> {
  if (elsewhere) return withConnections(openConnectionsTo(elsewhere), work);
  await prepareDataFolder(settings.data);
  const service = (await isRunning(settings.data))
    ? undefined
    : await startService(timeseriesCommand(settings));
  try {
    return await withConnections(openConnections(settings.data), work);
  } finally {
    await service?.stop();
  }
}
