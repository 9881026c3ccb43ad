import { z } from 'zod';

// Under a content-security policy zod may not compile its checks; it has to know before shapes are made.
z.config({ jitless: true });
const { createClient } = await import('./index.js');

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

const client = createClient({ baseUrl: location.origin, token: 'nrelop_demo_default_Xk29fQ' });

/** What the test in the other process asks of the page. */
const page = {
  violations,
  async pageThrough(pageSize: number): Promise<{ count: number; ordered: boolean; last: unknown }> {
    let count = 0;
    let ordered = true;
    let last: { metadata: { write_ts: number } } | undefined;
    for await (const entry of client.findEntries({ keys: null, pageSize })) {
      ordered &&= last === undefined || last.metadata.write_ts < entry.metadata.write_ts;
      count += 1;
      last = entry;
    }
    return { count, ordered, last };
  },
  async streamAll(): Promise<number> {
    let count = 0;
    for await (const entries of client.streamEntries({ keys: null })) count += entries.length;
    return count;
  },
  async put(): Promise<unknown> {
    const metadata = {
      key: 'manual/mode_confirm',
      type: 'message',
      platform: 'android',
      write_ts: 1_800_000_000.5,
    };
    return client.putUsercache([
      { metadata, data: { label: 'bike' } },
      { metadata: { ...metadata, write_ts: 1_800_000_001 }, data: { bad: true } },
    ]);
  },
  async fail(): Promise<unknown> {
    return client.countEntries({ keys: null }).catch((error: { code: string; detail: string }) => ({
      code: error.code,
      detail: error.detail,
    }));
  },
};
export type BrowserPage = typeof page;

Object.assign(globalThis, { page });
