import { batchOf, type Ledger, post } from './ledger.js';

/** A phone that sends batch after batch, each until it is told that it is safe. */
export interface Phone {
  /** Requests that were not answered with 200 so far. */
  readonly unanswered: number;
  /** Fails when it got an answer that it must not get. */
  readonly ended: Promise<void>;
  /** Ends it, with the batch at hand perhaps unanswered. */
  stop(): Promise<void>;
}

export interface PhoneSettings {
  /** Which one; its entries are told from those of others by it. */
  readonly number: number;
  readonly user: string;
  /** Entries a batch. */
  readonly batch: number;
  readonly ledger: Ledger;
  /** Address of a service for a batch; undefined while there is none. */
  readonly urlOf: (request: number) => string | undefined;
}

/** Milliseconds before a batch that was not taken is sent again. */
const pause = 50;

export function startPhone({ number, user, batch, ledger, urlOf }: PhoneSettings): Phone {
  let stopped = false;
  let unanswered = 0;
  const send = async (request: number) => {
    const entries = batchOf(number, request, batch);
    for (const { data } of entries) ledger.sent.add(data.name);
    while (!stopped) {
      const url = urlOf(request);
      const body = { user, phone_to_server: entries };
      const answer =
        url === undefined ? undefined : await post(url, '/usercache/put', body).catch(() => undefined);
      if (answer?.status === 200) {
        for (const { data } of entries) ledger.acknowledged.add(data.name);
        ledger.onAcknowledged();
        return;
      }
      if (answer && answer.status !== 503) {
        throw new Error(`the upload was answered with ${answer.status}: ${await answer.text()}`);
      }
      unanswered++;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const running = (async () => {
    for (let request = 0; !stopped; request++) await send(request);
  })();
  return {
    ended: running,
    get unanswered() {
      return unanswered;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** Resolves when one more batch is safe. @throws what ended one of the phones */
export async function oneMoreAcknowledged(ledger: Ledger, phones: readonly Phone[]): Promise<void> {
  const before = ledger.acknowledged.size;
  const one = new Promise<void>((resolve) => {
    ledger.onAcknowledged = () => ledger.acknowledged.size > before && resolve();
  });
  await Promise.race([one, ...phones.map(({ ended }) => ended)]);
}
