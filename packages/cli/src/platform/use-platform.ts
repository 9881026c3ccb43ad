import { type ServiceProcess, startService } from '../supervisor/index.js';
import { type Connections, openConnections, openConnectionsTo } from './connections.js';
import { prepareDataFolder } from './data-folder.js';
import { isRunning } from './is-running.js';
import { type Places, type PlatformSettings, pipelineCommand, timeseriesCommand } from './services.js';

/**
 * Does something with the store and the pipeline of a data folder, jobs included: through the services that run there,
 * else through some that are started for the occasion.
 *
 * @param elsewhere services that run on another machine or in another container, which are used instead
 */
export async function usePlatform<Result>(
  settings: PlatformSettings,
  work: (connections: Connections) => Promise<Result>,
  elsewhere?: Places,
): Promise<Result> {
  if (elsewhere) return withConnections(openConnectionsTo(elsewhere), work);
  await prepareDataFolder(settings.data);
  const services: ServiceProcess[] = [];
  try {
    if (!(await isRunning(settings.data))) {
      services.push(await startService(timeseriesCommand(settings)));
      services.push(await startService(pipelineCommand(settings, { poll: false, jobs: true })));
    }
    return await withConnections(openConnections(settings.data), work);
  } finally {
    for (const service of services.toReversed()) await service.stop();
  }
}

/** Does something with connections, which are closed afterwards. */
export async function withConnections<Result>(
  opening: Promise<Connections>,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const connections = await opening;
  try {
    return await work(connections);
  } finally {
    await connections.close();
  }
}
