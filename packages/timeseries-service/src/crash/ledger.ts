import { expect } from 'vitest';

/** What a phone has sent and what it was told is safe. */
export interface Ledger {
  readonly sent: Set<string>;
  readonly acknowledged: Set<string>;
  /** Told after each answer. */
  onAcknowledged: () => void;
}

export const createLedger = (): Ledger => ({
  sent: new Set(),
  acknowledged: new Set(),
  onAcknowledged: () => {},
});

/** A batch of small entries, each named after its place in the run. */
export function batchOf(round: number, request: number, size: number) {
  return Array.from({ length: size }, (_, index) => {
    const name = `${round}:${request}:${index}`;
    const write_ts = 1_700_000_000 + round * 1000 + request + index / 1000;
    return {
      metadata: {
        key: 'stats/client_time',
        type: 'message',
        platform: 'android',
        write_ts,
        read_ts: 0,
        time_zone: 'Europe/Lisbon',
      },
      data: { name, reading: index, ts: write_ts },
    };
  });
}

/**
 * Uploads batches until the service goes away. A batch that got its 200 is acknowledged; of one without an answer
 * nothing is known, so it is sent again in the next round, as a phone would.
 */
export async function uploadUntilGone(
  url: string,
  user: string,
  ledger: Ledger,
  batches: Iterable<ReturnType<typeof batchOf>>,
): Promise<ReturnType<typeof batchOf> | undefined> {
  for (const batch of batches) {
    for (const { data } of batch) ledger.sent.add(data.name);
    const status = await post(url, '/usercache/put', { user, phone_to_server: batch }).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === undefined) return batch;
    if (status !== 200) throw new Error(`the upload was answered with ${status}`);
    for (const { data } of batch) ledger.acknowledged.add(data.name);
    ledger.onAcknowledged();
  }
  return undefined;
}

/** Everything stored, by name, in the order of the answer. */
export async function storedNames(url: string, user: string): Promise<string[]> {
  const answer = await post(url, '/datastreams/find_entries/timestamp', {
    user,
    key_list: ['stats/client_time'],
    start_time: 0,
    end_time: 4e9,
  });
  if (answer.status !== 200) throw new Error(`reading was answered with ${answer.status}`);
  const { phone_data } = (await answer.json()) as { phone_data: { data: { name: string } }[] };
  return phone_data.map(({ data }) => data.name);
}

/** Milliseconds after which a request counts as unanswered: longer than the service takes to give up. */
const patience = 90_000;

/** @throws when there is no answer */
export async function post(url: string, path: string, body: unknown): Promise<Response> {
  // Now and then `fetch` of Node 20 says nothing at all about a request whose server was killed.
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience);
  });
  try {
    return await Promise.race([posted(url + path, body), silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function posted(url: string, body: unknown): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  // The connection may break between the status and the end of the body.
  const text = await answer.text();
  return new Response(text, { status: answer.status });
}

/** Compares what is stored with what was sent. @throws an assertion when something is lost, doubled or invented */
export function checkStored(
  { sent, acknowledged }: Pick<Ledger, 'sent' | 'acknowledged'>,
  stored: readonly string[],
): void {
  const unique = new Set(stored);
  expect(unique.size, 'no entry twice').toBe(stored.length);
  expect(
    [...acknowledged].filter((name) => !unique.has(name)),
    'acknowledged but not stored',
  ).toEqual([]);
  expect(
    stored.filter((name) => !sent.has(name)),
    'stored but never sent',
  ).toEqual([]);
}
