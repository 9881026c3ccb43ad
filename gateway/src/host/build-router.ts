import type { Configuration } from '../configuration/index.js';
import { answerProblem, type GatewayRequest, type GatewayResponse } from '../exchange/index.js';
import type { PolicyContext } from '../policies/index.js';
import { host } from './express-gateway.js';

/** The host's router for a whole configuration. */
export type HostRouter = (request: GatewayRequest, response: GatewayResponse) => void;

/**
 * Has the host build its Express pipelines for a configuration.
 *
 * @throws Error when a policy, its parameters or a condition is not valid
 */
export async function buildHostRouter(
  configuration: Configuration,
  context: PolicyContext,
): Promise<HostRouter> {
  const router = await host.pipelines.bootstrap({
    app: host.express.Router(),
    config: { gatewayConfig: configuration, context },
  });
  const application = host.express();
  application.set('x-powered-by', false);
  application.set('etag', false);
  application.use(router);
  return (request, response) => {
    withResponseHeaders(request, response);
    application(request, response, (error) => {
      if (error === undefined) answerProblem(request, response, 'not-found');
      else answerProblem(request, response, 'internal');
    });
  };
}

/** The host's own policies write answers that know nothing of the headers ours have set. */
function withResponseHeaders(request: GatewayRequest, response: GatewayResponse): void {
  const writeHead = response.writeHead as (...given: unknown[]) => GatewayResponse;
  response.writeHead = ((...given: unknown[]) => {
    const { responseHeaders } = request.exchange;
    for (const name in responseHeaders) response.setHeader(name, responseHeaders[name]!);
    return writeHead.apply(response, given);
  }) as typeof response.writeHead;
}
