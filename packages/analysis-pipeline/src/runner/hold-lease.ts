import type { PersonStore, RunLease } from './store-port.js';

/**
 * Does work under a lease that is renewed while it lasts and given back at the end. Whoever loses it meanwhile finds
 * out at the commit, which shows the fencing token.
 */
export async function holdLease<Result>(
  store: PersonStore,
  owner: string,
  seconds: number,
  work: (lease: RunLease) => Promise<Result>,
): Promise<Result> {
  const lease = await store.acquireLease(owner, seconds);
  const renewal = setInterval(
    () => {
      // A renewal that fails is not the end: only the commit decides whether the lease was lost.
      store.renewLease(lease.fence, seconds).catch(() => undefined);
    },
    (seconds * 1000) / 3,
  );
  try {
    return await work(lease);
  } finally {
    clearInterval(renewal);
    // An unreleased lease expires by itself.
    await store.releaseLease(lease.fence).catch(() => undefined);
  }
}
