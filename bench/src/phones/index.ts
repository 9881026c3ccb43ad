import type { ChildProcess } from 'node:child_process';
import { median, quantile, round } from '../measure.js';
import { machine } from '../pipeline/index.js';
import { end, start, startServices } from '../pipeline/services.js';
import { daysOfPhones } from './day-of-a-phone.js';
import { overload } from './overload.js';
import { compareStored } from './stored.js';
import { syncAll } from './sync.js';

export interface PhonesBenchOptions {
  readonly phones?: number;
  /** How long the overload lasts. */
  readonly overloadSeconds?: number;
  /** Source of numbers from 0 to 1, by which phones spread their waits. */
  readonly random?: () => number;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

/** Tokens that are made in one request. */
const tokensAtOnce = 10_000;

/**
 * Simulated phones, each with a day in uploads of 200 entries, that all sync at once through the gateway: how long it
 * takes, and whether everything is there once. Then an overload: every phone sends without waiting. Times are of the
 * clock, and the phones run on the same machine.
 */
export async function benchPhones(options: PhonesBenchOptions = {}): Promise<Record<string, unknown>> {
  const { phones: count = 1000, overloadSeconds = 15, random = Math.random, progress = () => {} } = options;
  const services = await startServices();
  const processes: ChildProcess[] = [];
  try {
    const { gateway: url = '' } = await start(
      '@sojourn/gateway',
      {
        SOJOURN_LOG_LEVEL: 'error',
        SOJOURN_PORT: '0',
        SOJOURN_TIMESERIES_PUBLIC_ADDRESS: services.publicAddress,
        SOJOURN_PIPELINE_ADDRESS: services.pipelineAddress,
      },
      processes,
    );
    progress(`inventing the days of ${count} phones`);
    const tokens = await issue(count, (size) =>
      services.timeseries.issueTokens({ role: 'participant', count: size }),
    );
    const phones = [...daysOfPhones(tokens)];
    const sent = phones.reduce((sum, { identities }) => sum + identities.size, 0);
    progress(`syncing ${sent} entries`);
    const before = await services.figures();
    const sync = await syncAll(url, phones, { random });
    const after = await services.figures();
    progress('reading everything back');
    const stored = await compareStored(phones, services.phone);
    progress('overloading');
    const heavy = await overload(url, phones, overloadSeconds);
    progress('reading everything back');
    const storedAfter = await compareStored(phones, services.phone);
    const figures = await services.figures();
    return {
      phones: count,
      entries: sent,
      seconds: round(sync.seconds),
      entries_per_s: round(sent / sync.seconds),
      requests_per_s: round(sync.requests / sync.seconds),
      upload_ms_p50: round(median(sync.latencies)),
      upload_ms_p99: round(quantile(sync.latencies, 0.99)),
      refused_for_now: sync.refused,
      unanswered: sync.unanswered,
      failed: sync.failed,
      lost: stored.lost + storedAfter.lost,
      doubled: stored.doubled + storedAfter.doubled,
      store_cpu_s: round(after.timeseries.cpuSeconds - before.timeseries.cpuSeconds),
      store_rss_mb: round(after.timeseries.rssMegabytes),
      overload: {
        seconds: overloadSeconds,
        requests_per_s: round(heavy.requests / overloadSeconds),
        accepted_ms_p50: round(median(heavy.accepted)),
        accepted_ms_p99: round(quantile(heavy.accepted, 0.99)),
        refused: heavy.refused,
        refused_without_retry_after: heavy.refusedWithoutTime + sync.refusedWithoutTime,
        failed: heavy.failed,
        recovery_s: round(heavy.recoverySeconds),
        store_rss_mb: round(figures.timeseries.rssMegabytes),
      },
      measured_on: { ...machine(), times: 'wall clock, phones on the same machine' },
    };
  } finally {
    for (const child of processes) await end(child);
    await services.close();
  }
}

async function issue(
  count: number,
  make: (size: number) => Promise<readonly { readonly token: string }[]>,
): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length < count) {
    const made = await make(Math.min(tokensAtOnce, count - tokens.length));
    tokens.push(...made.map(({ token }) => token));
  }
  return tokens;
}
