import { defineRoute } from '../route.js';
import { madeTokensShape, tokenIdParams, tokenListShape, tokenRequestShape } from '../token.js';

export const listIssuedTokens = defineRoute({
  id: 'listIssuedTokens',
  surface: 'internal',
  method: 'GET',
  path: '/v1/tokens',
  summary: 'List tokens, without their text',
  caller: 'tokens:read',
  idempotent: true,
  response: tokenListShape,
});

export const issueTokens = defineRoute({
  id: 'issueTokens',
  surface: 'internal',
  method: 'POST',
  path: '/v1/tokens',
  summary: 'Make tokens; their text is shown this once',
  caller: 'tokens:write',
  idempotent: false,
  status: 201,
  body: tokenRequestShape,
  response: madeTokensShape,
});

export const withdrawIssuedToken = defineRoute({
  id: 'withdrawIssuedToken',
  surface: 'internal',
  method: 'DELETE',
  path: '/v1/tokens/:tokenId',
  summary: 'Withdraw a token',
  caller: 'tokens:write',
  idempotent: true,
  params: tokenIdParams,
  status: 204,
});
