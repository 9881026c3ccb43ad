import { isSojournError } from '@sojourn/datamodel';
import { announceReady, createLogger, describeConfiguration, listen, onShutdown } from '@sojourn/service-kit';
import { readConfig } from './config.js';
import { createTimeseriesService } from './service.js';

// Whatever this process writes is for its own account alone.
process.umask(0o077);
const logger = createLogger({ name: 'timeseries' });
try {
  const config = await readConfig(process.env);
  logger.level = config.logLevel;
  logger.info({ settings: describeConfiguration({ ...config }) }, 'starting');
  const service = await createTimeseriesService(config, { ownProcess: true });
  onShutdown([() => service.close()], { logger, withStandardInput: config.supervised });
  const internal = await listen(service.internal, config.internalAddress);
  announceReady({ public: await listen(service.public, config.publicAddress), internal });
} catch (error) {
  logger.fatal({ err: error }, isSojournError(error) ? error.message : 'the service cannot start');
  process.exitCode = 1;
}
