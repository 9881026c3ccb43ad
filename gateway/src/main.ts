import { hardenEnvironment, logLevel, readEnvironment } from './config.js';
import { createLogger } from './logger.js';

// Before the host is loaded: it reads the environment when it is.
hardenEnvironment(process.env);
const { createGateway } = await import('./gateway.js');

const logger = createLogger(logLevel(process.env));

try {
  const { supervised, ...options } = readEnvironment(process.env);
  const gateway = await createGateway({ ...options, logger });

  process.on('SIGHUP', () => {
    gateway.reload().then(
      () => logger.info('configuration reloaded'),
      (error: Error) => logger.error({ reason: error.message }, 'configuration not valid, the old one stays'),
    );
  });

  let ending = false;
  const end = (reason: string): void => {
    if (ending) process.exit(1);
    ending = true;
    logger.info({ reason }, 'stopping');
    gateway.close().then(() => logger.flush(() => process.exit(0)));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  // A supervisor that is killed takes its children along.
  if (supervised) process.stdin.on('end', () => end('standard input ended')).resume();

  const [gatewayUrl = '', tlsUrl] = gateway.urls;
  const ready = {
    gateway: gatewayUrl,
    ...(tlsUrl === undefined ? {} : { 'gateway-tls': tlsUrl }),
    ...(gateway.metricsUrl === undefined ? {} : { metrics: gateway.metricsUrl }),
  };
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
} catch (error) {
  logger.fatal({ reason: (error as Error).message }, 'the gateway does not start');
  process.exit(1);
}
