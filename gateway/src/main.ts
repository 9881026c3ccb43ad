import { pino } from 'pino';
import { hardenEnvironment, logLevel, readEnvironment } from './config.js';

// Before the host is loaded: it reads the environment when it is.
hardenEnvironment(process.env);
const { createGateway } = await import('./gateway.js');

const logger = pino(
  { level: logLevel(process.env), base: { name: 'gateway' } },
  // Lines are written in batches; a quarter of a second is the most that a kill can lose.
  pino.destination({ dest: 2, sync: false, minLength: 8192, periodicFlush: 250 }),
);

try {
  const gateway = await createGateway({ ...readEnvironment(process.env), logger });
  process.on('SIGHUP', () => {
    gateway.reload().then(
      () => logger.info('configuration reloaded'),
      (error: Error) => logger.error({ reason: error.message }, 'configuration not valid, the old one stays'),
    );
  });
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      gateway.close().then(() => logger.flush(() => process.exit(0)));
    });
  }
  const [url, ...others] = gateway.urls;
  const ready = {
    gateway: url,
    ...(others.length === 0 ? {} : { others }),
    ...(gateway.metricsUrl === undefined ? {} : { metrics: gateway.metricsUrl }),
  };
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
} catch (error) {
  logger.fatal({ reason: (error as Error).message }, 'the gateway does not start');
  process.exit(1);
}
