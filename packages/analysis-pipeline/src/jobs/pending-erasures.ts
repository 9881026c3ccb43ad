import type { PersonId } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import { PENDING_ERASURES } from '@sojourn/datamodel/http';
import type { JobDesk } from './job-desk.js';

/**
 * Asks for the erasure of people whom a restored backup still names, although they had been erased before. What they stored
 * was not restored; records about them were.
 */
export async function askForPendingErasures(
  desk: Pick<JobDesk, 'submit'>,
  store: Pick<ServiceClient, 'documents'>,
): Promise<void> {
  for await (const { name, value } of store.documents(PENDING_ERASURES).list()) {
    const { request } = value as { request: string };
    await desk.submit(
      {
        name: 'erase',
        parameters: { person: name as PersonId },
        idempotencyKey: `pending erasure ${request}`,
      },
      { role: 'operator', person: null },
    );
  }
}
