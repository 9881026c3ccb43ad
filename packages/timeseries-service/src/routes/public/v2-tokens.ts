import { publicRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';
import { makeTokens, tokenList, withdrawToken } from '../tokens.js';

/** `/v2/tokens`: operators hand out tokens and take them back. */
export function tokenRoutes(app: HttpServer, { store }: RouteContext): void {
  const { directory } = store;
  mount(app, publicRoutes.listTokens, () => tokenList(directory));
  mount(app, publicRoutes.makeTokens, (request) => makeTokens(store, request.body));
  mount(app, publicRoutes.withdrawToken, (request) => withdrawToken(directory, request.params.tokenId));
}
