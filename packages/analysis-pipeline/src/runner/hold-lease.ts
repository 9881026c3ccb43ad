import type { PersonStore, RunBeginning } from './store-port.js';

/** Seconds that a lease lasts unless it is renewed. */
const seconds = 60;

/** Who holds a lease, and what it begins with. */
export interface LeaseTerms {
  readonly owner: string;
  /** Usercache rows to read, about as many at most. */
  readonly mostRows?: number;
  /** The owner is a name for this piece of work alone: a lease that an earlier try of it left is taken over. */
  readonly resume?: boolean;
}

/**
 * Does work under a lease that is renewed while it lasts and given back at the end. Whoever loses it meanwhile finds
 * out at the commit, which shows the fencing token.
 */
export async function holdLease<Result>(
  store: PersonStore,
  { owner, mostRows = 0, resume = false }: LeaseTerms,
  work: (beginning: RunBeginning) => Promise<Result>,
): Promise<Result> {
  const lease = await store.begin(owner, seconds, mostRows, resume);
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
