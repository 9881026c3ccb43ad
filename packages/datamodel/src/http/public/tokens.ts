import { defineRoute } from '../route.js';
import { madeTokensShape, tokenIdParams, tokenListShape, tokenRequestShape } from '../token.js';

export const listTokens = defineRoute({
  id: 'listTokens',
  surface: 'public',
  method: 'GET',
  path: '/v2/tokens',
  summary: 'List tokens, without their text',
  caller: 'operator',
  idempotent: true,
  response: tokenListShape,
});

export const makeTokens = defineRoute({
  id: 'makeTokens',
  surface: 'public',
  method: 'POST',
  path: '/v2/tokens',
  summary: 'Make tokens; their text is shown this once',
  caller: 'operator',
  idempotent: false,
  status: 201,
  body: tokenRequestShape,
  response: madeTokensShape,
});

export const withdrawToken = defineRoute({
  id: 'withdrawToken',
  surface: 'public',
  method: 'DELETE',
  path: '/v2/tokens/:tokenId',
  summary: 'Withdraw a token',
  caller: 'operator',
  idempotent: true,
  params: tokenIdParams,
  status: 204,
});
