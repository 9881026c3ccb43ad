/** How many requests one person may make: a bucket of `burst` tokens that refills at `perSecond`. */
export interface RateLimit {
  /** Requests a rested person may make at once; 0 switches the limit off. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts requests by person, in memory. */
export interface RateLimiter {
  /** Takes one request from the person's bucket; when it is empty, the seconds to wait, else undefined. */
  take(person: string): number | undefined;
}

interface Bucket {
  level: number;
  at: number;
}

const SWEEP_SIZE = 10_000;

/** @param clock milliseconds; only differences matter */
export function createRateLimiter(limit: RateLimit, clock: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  let sweepAt = SWEEP_SIZE;
  const refilled = (bucket: Bucket, now: number) =>
    Math.min(limit.burst, bucket.level + ((now - bucket.at) / 1000) * limit.perSecond);

  /** A full bucket says nothing more than a missing one. */
  const sweep = (now: number) => {
    for (const [person, bucket] of buckets) if (refilled(bucket, now) >= limit.burst) buckets.delete(person);
    sweepAt = Math.max(SWEEP_SIZE, 2 * buckets.size);
  };

  return {
    take(person) {
      if (limit.burst <= 0) return undefined;
      const now = clock();
      if (buckets.size >= sweepAt) sweep(now);
      const bucket = buckets.get(person) ?? { level: limit.burst, at: now };
      bucket.level = refilled(bucket, now);
      bucket.at = now;
      buckets.set(person, bucket);
      if (bucket.level < 1) return Math.max(1, Math.ceil((1 - bucket.level) / limit.perSecond));
      bucket.level -= 1;
      return undefined;
    },
  };
}
