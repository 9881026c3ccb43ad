import { afterAll, beforeAll } from 'vitest';
import { routesTo, startGateway, type TestGateway } from './gateway.js';
import { startService, type TestService } from './service.js';

/** A gateway and the one service behind it. */
export interface Pair {
  readonly gateway: TestGateway;
  readonly service: TestService;
}

/**
 * Gives the tests of a file a service and a gateway before it: both start before the first test, when the fields of
 * the result are set, and are closed after the last.
 * @param yaml the gateway's configuration, for the service's address
 */
export function pairForTests(yaml: (service: string) => string = (service) => routesTo(service)): Pair {
  const pair = {} as { -readonly [field in keyof Pair]: Pair[field] };
  beforeAll(async () => {
    pair.service = await startService();
    pair.gateway = await startGateway(yaml(pair.service.url));
  });
  afterAll(async () => {
    await pair.gateway.close();
    await pair.service.close();
  });
  return pair;
}
