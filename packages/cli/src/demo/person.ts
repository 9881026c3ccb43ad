import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is remembered about the demo person, so that a later start can print the same sign-in again. */
export interface DemoPerson {
  readonly token: string;
  /** First simulated day. */
  readonly from: string;
  /** False while the upload may be incomplete; sending it again changes nothing. */
  readonly complete: boolean;
}

// A token is a secret: it lies beside the keys, which no backup takes along.
const fileOf = (data: string) => join(data, 'keys', 'demo.json');

export async function readDemoPerson(data: string): Promise<DemoPerson | undefined> {
  const text = await readFile(fileOf(data), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as DemoPerson);
}

export async function writeDemoPerson(data: string, person: DemoPerson): Promise<void> {
  await writeFile(fileOf(data), `${JSON.stringify(person)}\n`, { mode: 0o600 });
}
