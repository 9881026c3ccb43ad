import { SojournError } from '@sojourn/datamodel';
import type { internalRoutes, RequestBody, TokenSummary } from '@sojourn/datamodel/http';
import type { Directory, TokenRecord } from '../timeseries/index.js';

type TokenRequest = RequestBody<typeof internalRoutes.issueTokens>;

/** All tokens of the list, without their text. */
export async function tokenList(directory: Directory): Promise<{ tokens: TokenSummary[] }> {
  const tokens: TokenSummary[] = [];
  for await (const record of directory.list()) tokens.push(summary(record));
  return { tokens };
}

/** Makes random tokens, or lists the given ones. */
export async function makeTokens(directory: Directory, request: TokenRequest) {
  const { role = 'participant', label, person, prefix, tokens: given, count = 1 } = request;
  const about = { role, ...(label !== undefined && { label }), ...(person !== undefined && { person }) };
  const make = given
    ? given.map((token) => async () => ({ token, record: await directory.add(token, about) }))
    : Array.from(
        { length: count },
        () => () => directory.issue({ ...about, ...(prefix !== undefined && { prefix }) }),
      );
  const tokens = [];
  for (const next of make) {
    const { token, record } = await next();
    tokens.push({ id: record.id, token, role: record.role });
  }
  return { tokens };
}

function summary({ id, role, label, created, person }: TokenRecord): TokenSummary {
  return { id, role, label, created: created / 1000, person };
}

/** @throws SojournError `not-found` */
export async function withdrawToken(directory: Directory, id: string): Promise<void> {
  if (!(await directory.revoke(id))) throw new SojournError('not-found');
}
