import { connect as connectSocket } from 'node:net';
import { parseAddress, socketPath } from '@sojourn/service-kit';
import { startService } from '../supervisor/index.js';
import { type Connections, openConnections } from './connections.js';
import { prepareDataFolder } from './data-folder.js';
import { type PlatformSettings, placesOf, timeseriesCommand } from './services.js';

/**
 * Does something with the store of a data folder: through the service that runs there, else through one that is
 * started for the occasion. Only one process may own a folder.
 */
export async function useStore<Result>(
  settings: PlatformSettings,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  await prepareDataFolder(settings.data);
  const running = await answers(placesOf(settings.data).timeseriesInternal);
  const service = running ? undefined : await startService(timeseriesCommand(settings));
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

function answers(address: string): Promise<boolean> {
  const parsed = parseAddress(address);
  if (parsed.kind !== 'unix') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connectSocket({ path: socketPath(parsed.path) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
