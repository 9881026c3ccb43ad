import type { ServiceClient } from '@sojourn/datamodel/client';
import { firstIdBefore } from './job-record.js';
import type { JobStore } from './job-store.js';

/**
 * Forgets jobs that ended, and keys that were used, before a time. Keys go first: a key that outlived its job would
 * bring the job back.
 * @param before Unix seconds. @returns how many jobs were forgotten
 */
export async function forgetJobs(
  store: Pick<ServiceClient, 'documents'>,
  jobs: JobStore,
  before: number,
): Promise<number> {
  const keys = store.documents('job-keys');
  for await (const { name, value } of keys.list()) {
    if ((value as { created: number }).created < before) await keys.remove(name);
  }
  return jobs.removeEndedAfter(firstIdBefore(before * 1000));
}
