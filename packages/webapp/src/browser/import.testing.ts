import { join } from 'node:path';
import type { Entry } from '@sojourn/datamodel';
import { createServiceClient, type ServiceClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { connect, createServiceTokenAuthority } from '@sojourn/service-kit';
import type { Stack } from './stack.testing.js';

/**
 * Adds a person with these entries to a running stack, through the internal address.
 * @param label of their token
 * @returns the person's token
 */
export function addPerson(stack: Stack, entries: Iterable<Entry>, label = ''): Promise<string> {
  return withStore(stack, async (store) => {
    const [made] = await store.issueTokens({ role: 'participant', label });
    const { id: person } = await store.register(made!.token);
    await store.person(person).import(withOwner(entries, person));
    return made!.token;
  });
}

/** Makes a token for somebody who runs the server. */
export function operatorToken(stack: Stack): Promise<string> {
  return withStore(stack, async (store) => (await store.issueTokens({ role: 'operator' }))[0]!.token);
}

/** Leaves the key to somebody's data with them alone: it is locked from then on, and the passphrase opens it. */
export function holdKey(stack: Stack, token: string, passphrase: string): Promise<void> {
  return withStore(stack, async (store) => {
    const { id } = await store.register(token);
    await store.person(id).changeCustody({ custody: 'presented', passphrase });
  });
}

async function withStore<T>({ data }: Stack, work: (store: ServiceClient) => Promise<T>): Promise<T> {
  const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
  const connection = connect(`unix:${join(data, 'run', 'timeseries-internal.sock')}`);
  try {
    const serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: serviceScopes });
    return await work(createServiceClient({ ...connection, serviceToken }));
  } finally {
    await connection.close();
  }
}

function* withOwner(entries: Iterable<Entry>, person: string): Generator<Entry> {
  for (const entry of entries) yield { ...entry, user_id: { $uuid: person } };
}
