import { announceReady, createLogger, listen, onShutdown } from '@sojourn/service-kit';
import { readWebappConfig } from './config.js';
import { createWebappServer } from './server.js';

const config = await readWebappConfig(process.env);
const logger = createLogger({ name: 'webapp', level: config.logLevel });
const app = await createWebappServer({ logger, config });
const address = await listen(app, config.address);
onShutdown([() => app.close()], { logger, withStandardInput: process.env.SOJOURN_SUPERVISED === '1' });
announceReady({ webapp: address });
