import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import type { internalRoutes, RequestBody, Role, TokenSummary } from '@sojourn/datamodel/http';
import type { Directory, TimeseriesStore, TokenRecord } from '../timeseries/index.js';

type TokenRequest = RequestBody<typeof internalRoutes.issueTokens>;

/** All tokens of the list, without their text. */
export async function tokenList(directory: Directory): Promise<{ tokens: TokenSummary[] }> {
  const tokens: TokenSummary[] = [];
  for await (const record of directory.list()) tokens.push(summary(record));
  return { tokens };
}

/** Tokens that are made at once: their commits share the flushes of the disk. */
const MADE_TOGETHER = 256;

/**
 * Makes random tokens, or lists the given ones.
 * @throws SojournError `request-invalid` when they are for somebody who does not exist
 */
export async function makeTokens(store: TimeseriesStore, request: TokenRequest) {
  const { directory } = store;
  const { role = 'participant', label, person, prefix, tokens: given, count = 1 } = request;
  if (person !== undefined) await requirePerson(store, person);
  const about = { role, ...(label !== undefined && { label }), ...(person !== undefined && { person }) };
  const make = given
    ? given.map((token) => async () => ({ token, record: await directory.add(token, about) }))
    : Array.from(
        { length: count },
        () => () => directory.issue({ ...about, ...(prefix !== undefined && { prefix }) }),
      );
  const tokens: { id: string; token: string; role: Role }[] = [];
  for (let start = 0; start < make.length; start += MADE_TOGETHER) {
    const made = await Promise.all(make.slice(start, start + MADE_TOGETHER).map((next) => next()));
    for (const { token, record } of made) tokens.push({ id: record.id, token, role: record.role });
  }
  return { tokens };
}

async function requirePerson(store: TimeseriesStore, person: PersonId): Promise<void> {
  try {
    await store.person(person).summary();
  } catch (cause) {
    if (!isSojournError(cause) || cause.code !== 'person-unknown') throw cause;
    throw new SojournError('request-invalid', { errors: [{ path: 'person', code: 'invalid' }], cause });
  }
}

function summary({ id, role, label, created, person }: TokenRecord): TokenSummary {
  return { id, role, label, created: created / 1000, person };
}

/** @throws SojournError `not-found` */
export async function withdrawToken(directory: Directory, id: string): Promise<void> {
  if (!(await directory.revoke(id))) throw new SojournError('not-found');
}
