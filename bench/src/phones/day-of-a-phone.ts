import { simulate } from '@sojourn/simulator';

/** What one phone has to say: its requests, in the order in which it makes them. */
export interface PhoneDay {
  readonly token: string;
  /** Address of this machine that the phone calls from, so that it counts as a client of its own. */
  readonly localAddress: string;
  /** Bodies of uploads. */
  readonly uploads: readonly string[];
  /** Stream and write time of every entry, as one text each. */
  readonly identities: ReadonlySet<string>;
}

/** Entries of an upload, about what a phone collects between two syncs of a busy day. */
const uploadEntries = 200;

/**
 * Simulated phones with a day each.
 * @param tokens one a phone
 */
export function* daysOfPhones(tokens: readonly string[]): Generator<PhoneDay> {
  let number = 0;
  for (const { entries } of simulate({ seed: 'phones', people: tokens.length, days: 1, flights: false })) {
    const token = tokens[number]!;
    const recorded = [...entries];
    const uploads: string[] = [];
    for (let from = 0; from < recorded.length; from += uploadEntries) {
      const part = recorded.slice(from, from + uploadEntries);
      uploads.push(JSON.stringify({ user: token, phone_to_server: part }));
    }
    const identities = new Set(recorded.map(({ metadata }) => identityOf(metadata.key, metadata.write_ts)));
    yield { token, localAddress: loopbackAddress(number), uploads, identities };
    number += 1;
  }
}

/** The names by which an entry of a phone is known. */
export function identityOf(key: string, writeTime: number): string {
  return `${key} ${writeTime}`;
}

/** All of 127.0.0.0/8 is this machine. */
function loopbackAddress(number: number): string {
  return `127.1.${Math.floor(number / 250)}.${(number % 250) + 1}`;
}
