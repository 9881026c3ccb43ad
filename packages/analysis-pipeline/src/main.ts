import { isSojournError } from '@sojourn/datamodel';
import { announceReady, createLogger, describeConfiguration, listen, onShutdown } from '@sojourn/service-kit';
import { readConfig } from './config.js';
import { createPipelineService } from './service/index.js';

const logger = createLogger({ name: 'pipeline' });
try {
  const config = await readConfig(process.env);
  logger.level = config.logLevel;
  logger.info({ settings: describeConfiguration({ ...config }) }, 'starting');
  const service = await createPipelineService(config, { logger, ownProcess: true });
  onShutdown([() => service.close()], { logger, withStandardInput: config.supervised });
  announceReady({ pipeline: await listen(service.api, config.pipelineAddress) });
  service.startPolling();
} catch (error) {
  logger.fatal({ err: error }, isSojournError(error) ? error.message : 'the pipeline cannot start');
  process.exitCode = 1;
}
