import { join } from 'node:path';
import type { Entry } from '@sojourn/datamodel';
import { createServiceClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { connect, createServiceTokenAuthority } from '@sojourn/service-kit';
import type { Stack } from './stack.testing.js';

/** Adds a person with these entries to a running stack, through the internal address. @returns the person's token */
export async function addPerson({ data }: Stack, entries: Iterable<Entry>): Promise<string> {
  const authority = await createServiceTokenAuthority(join(data, 'keys', 'service-token.key'));
  const connection = connect(`unix:${join(data, 'run', 'timeseries-internal.sock')}`);
  try {
    const serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: serviceScopes });
    const store = createServiceClient({ ...connection, serviceToken });
    const [made] = await store.issueTokens({ role: 'participant' });
    const { id: person } = await store.register(made!.token);
    await store.person(person).import(withOwner(entries, person));
    return made!.token;
  } finally {
    await connection.close();
  }
}

function* withOwner(entries: Iterable<Entry>, person: string): Generator<Entry> {
  for (const entry of entries) yield { ...entry, user_id: { $uuid: person } };
}
