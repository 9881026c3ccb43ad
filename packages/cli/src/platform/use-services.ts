import { type ServiceCommand, type ServiceProcess, startService } from '../supervisor/index.js';
import { type Connections, openConnections, openConnectionsTo } from './connections.js';
import { prepareDataFolder } from './data-folder.js';
import { isRunning } from './is-running.js';
import { type Places, type PlatformSettings, pipelineCommand, timeseriesCommand } from './services.js';

type Work<Result> = (connections: Connections) => Promise<Result>;

/**
 * Does something with the store of a data folder: through the service that runs there, else through one that is
 * started for the occasion. Only one process may own a folder.
 *
 * @param elsewhere services that run on another machine or in another container, which are used instead
 */
export function useStore<Result>(
  settings: PlatformSettings,
  work: Work<Result>,
  elsewhere?: Places,
): Promise<Result> {
  return useServices([timeseriesCommand(settings)], settings, work, elsewhere);
}

/** As `useStore`, with the pipeline beside the store, jobs included. */
export function usePlatform<Result>(
  settings: PlatformSettings,
  work: Work<Result>,
  elsewhere?: Places,
): Promise<Result> {
  const pipeline = pipelineCommand(settings, { poll: false, jobs: true });
  return useServices([timeseriesCommand(settings), pipeline], settings, work, elsewhere);
}

async function useServices<Result>(
  commands: readonly ServiceCommand[],
  settings: PlatformSettings,
  work: Work<Result>,
  elsewhere?: Places,
): Promise<Result> {
  if (elsewhere) return withConnections(openConnectionsTo(elsewhere), work);
  await prepareDataFolder(settings.data);
  const started: ServiceProcess[] = [];
  try {
    if (!(await isRunning(settings.data))) {
      for (const command of commands) started.push(await startService(command));
    }
    return await withConnections(openConnections(settings.data), work);
  } finally {
    for (const service of started.toReversed()) await service.stop();
  }
}

async function withConnections<Result>(opening: Promise<Connections>, work: Work<Result>): Promise<Result> {
  const connections = await opening;
  try {
    return await work(connections);
  } finally {
    await connections.close();
  }
}
