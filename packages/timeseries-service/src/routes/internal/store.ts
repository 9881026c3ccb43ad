import { internalRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { makeTokens, tokenList, withdrawToken } from '../tokens.js';

/** `/v1/tokens`, `/v1/compact`, `/v1/vacuum`, `/v1/figures` and `/metrics`: what operators and supervisors need. */
export function storeRoutes(app: HttpServer, { store, metrics }: RouteContext): void {
  const { directory } = store;
  mount(app, internalRoutes.listIssuedTokens, () => tokenList(directory));
  mount(app, internalRoutes.issueTokens, (request) => makeTokens(store, request.body));
  mount(app, internalRoutes.withdrawIssuedToken, (request) =>
    withdrawToken(directory, request.params.tokenId),
  );
  mount(app, internalRoutes.compactStore, (request) => store.compact(request.body.person));
  mount(app, internalRoutes.vacuumStore, () => store.vacuum());
  mount(app, internalRoutes.readFigures, () => store.figures());

  app.route({
    method: 'GET',
    url: '/metrics',
    logLevel: 'warn',
    schema: { operationId: 'metrics', summary: 'Figures for Prometheus', tags: ['internal'] },
    config: { access: { caller: 'store:read', withoutToken: 'token-missing' } },
    handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  });
}
