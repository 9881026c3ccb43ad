import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PersonId } from '@sojourn/datamodel';
import { createServiceTokenAuthority } from '@sojourn/service-kit';
import { configOf, createTimeseriesService } from '@sojourn/timeseries-service';
import { cpuSeconds, median, timesAsFast } from '../measure.js';
import { longTermKeys, parseRate, someLines } from './baseline.js';
import type { Place } from './place.js';

const ROUNDS = 5;

export interface HttpStreamFigures {
  readonly entriesPerSecond: number;
  /** Against parsing the same kind of entries, between the rounds. */
  readonly timesAsFast: number;
}

/** Reads stream after stream as NDJSON over HTTP in another process, and counts the CPU time of the service alone. */
export async function measureHttpStream(
  { folder, settings }: Place,
  person: PersonId,
  entries: number,
): Promise<HttpStreamFigures> {
  const config = configOf({
    data: folder,
    ...settings,
    publicAddress: '127.0.0.1:0',
    internalAddress: '127.0.0.1:0',
    logLevel: 'silent',
    compactSeconds: 0,
  });
  const service = await createTimeseriesService(config);
  await service.internal.listen({ host: '127.0.0.1', port: 0 });
  const address = service.internal.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const authority = await createServiceTokenAuthority(config.serviceTokenFile);
  const token = await authority.mint({
    subject: 'bench',
    audience: 'timeseries',
    scope: ['entries:read'],
    ttl: 3600,
  });
  const keys = await longTermKeys(service.store.person(person));
  const lines = await someLines(service.store.person(person));
  const rates: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const seconds = await cpuSeconds(() =>
      readElsewhere(`http://127.0.0.1:${port}/v1/people/${person}/entries/query`, token, entries, keys),
    );
    rates.push(entries / seconds);
    baseline.push(await parseRate(lines));
  }
  await service.close();
  return { entriesPerSecond: median(rates), timesAsFast: timesAsFast(rates, baseline) };
}

const READER = `
const [url, expected, ...keys] = process.argv.slice(1);
let lines = 0;
for (const key of keys) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: 'Bearer ' + process.env.BENCH_TOKEN,
      'content-type': 'application/json',
      accept: 'application/x-ndjson',
    },
    body: JSON.stringify({ keys: [key], stores: ['raw'] }),
  });
  if (answer.status !== 200) throw new Error(answer.status + ' ' + (await answer.text()));
  for await (const chunk of answer.body) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
}
if (lines !== Number(expected)) throw new Error('read ' + lines + ' entries instead of ' + expected);
`;

async function readElsewhere(
  url: string,
  token: string,
  expected: number,
  keys: readonly string[],
): Promise<void> {
  const reader = spawn(
    process.execPath,
    ['--input-type=module', '-e', READER, url, String(expected), ...keys],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, BENCH_TOKEN: token },
    },
  );
  const [code] = await once(reader, 'exit');
  if (code !== 0) throw new Error('the reader failed');
}
