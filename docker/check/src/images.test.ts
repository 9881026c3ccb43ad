import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { availableKinds } from '@sojourn/timeseries-service/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInstalled } from './command.js';
import { Composition, type Replacements } from './composition.js';
import type { Host } from './networks.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const cache = process.env.SOJOURN_IMAGE_CACHE ?? join(tmpdir(), 'sojourn-images');
const missing = ['debootstrap', 'unshare', 'ip', 'ss'].filter((program) => !isInstalled(program));
const reason =
  process.getuid?.() === 0 ? (missing.length > 0 ? `no ${missing.join(', no ')}` : undefined) : 'not root';
if (reason) console.warn(`SKIPPED: images are not built and their networks not tried: ${reason}`);

// A single server takes the place of the replica set: what is tried here is who reaches whom.
const [database] = availableKinds();
const ofStudy: Replacements | undefined = database && {
  standIns: { 'mongo-1': { ...database, port: 27_017 } },
  environment: { 'timeseries-service': { SOJOURN_MONGODB_URL: 'mongodb://mongo-1:27017/sojourn' } },
};
if (!ofStudy)
  console.warn('SKIPPED: compose.study.yaml is not tried: no server speaks the protocol of MongoDB');
const shapes: [file: string, replacements: Replacements][] = [
  ['compose.yaml', {}],
  ...(ofStudy ? [['compose.study.yaml', ofStudy] as [string, Replacements]] : []),
];

describe.skipIf(reason).each(shapes)('%s', (file, replacements) => {
  let composition: Composition;
  let stranger: Host;
  let stores: string[];
  /** Built here, and not the gateway. */
  let inner: string[];

  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    const workshop = { context: repository, cache };
    composition = new Composition(join(repository, 'docker', file), workshop, replacements);
    await composition.up();
    stranger = composition.stranger('outside');
    stores = composition.replicas.filter((replica) => replica.startsWith('timeseries-service'));
    inner = [...stores, 'analysis-pipeline', 'webapp'];
  }, 900_000);

  afterAll(() => composition?.down());

  const from = (host: Host, program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('ip', ['netns', 'exec', host.namespace, program, ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const openPorts = (host: Host, address: string, ...range: string[]): number[] => {
    const script = fileURLToPath(new URL('./look-around.mjs', import.meta.url));
    return JSON.parse(from(host, process.execPath, script, address, ...range).stdout) as number[];
  };
  const addressOf = (name: string, network: string) =>
    composition.host(name).addresses.get(network) ?? expect.unreachable();
  const ask = (host: Host, url: string, body?: object) => {
    const script = `
      const [url, body] = process.argv.slice(1);
      const options = body ? { method: 'POST', body, headers: { 'content-type': 'application/json' } } : {};
      const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(20_000) });
      process.stdout.write(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
    const args = ['--input-type=module', '-e', script, '--', url];
    const said = from(host, process.execPath, ...args, ...(body ? [JSON.stringify(body)] : []));
    return JSON.parse(said.stdout) as { status: number; text: string };
  };

  test('only the gateway publishes a port', () => {
    const publishing = Object.entries(composition.compose.services).filter(
      ([, { ports }]) => ports.length > 0,
    );
    expect(publishing.map(([name]) => name)).toEqual(['gateway']);
    for (const [name, { networks }] of Object.entries(composition.compose.services)) {
      if (name !== 'gateway')
        expect(networks.filter((network) => !composition.compose.networks[network]?.internal)).toEqual([]);
    }
  });

  test('from outside, one port of the gateway answers and nothing else', () => {
    const gateway = addressOf('gateway', 'outside');
    expect(openPorts(stranger, gateway)).toEqual([8080]);
    expect(ask(stranger, `http://${gateway}:8080/-/health`)).toMatchObject({ status: 200 });
  });

  test('the gateway passes no packets on to the services', () => {
    composition.route(stranger, 'services', addressOf('gateway', 'outside'));
    for (const name of inner) {
      const address = addressOf(name, 'services');
      expect(openPorts(composition.host('gateway'), address, '8075', '8095'), name).not.toEqual([]);
      expect(openPorts(stranger, address, '8075', '8095'), name).toEqual([]);
    }
  });

  test('nobody but the store reaches the database', () => {
    const address = Object.keys(replacements.standIns ?? {}).map((name) => addressOf(name, 'database'))[0];
    if (address === undefined) return;
    expect(openPorts(composition.host(stores[0]!), address, '27010', '27020')).toEqual([27_017]);
    for (const name of ['gateway', 'analysis-pipeline', 'webapp']) {
      expect(openPorts(composition.host(name), address, '27010', '27020'), name).toEqual([]);
    }
  });

  test('services have no way out', () => {
    for (const name of inner) {
      const routes = from(composition.host(name), 'ip', 'route').stdout.trim().split('\n');
      expect(routes, name).not.toEqual([]);
      for (const route of routes) expect(route, name).toMatch(/^10\.89\.\d+\.0\/24 /);
    }
  });

  test('a neighbour of the store without a service token is refused', () => {
    const store = addressOf(stores[0]!, 'services');
    expect(ask(composition.host('webapp'), `http://${store}:8091/v1/people`)).toMatchObject({
      status: 401,
    });
  });

  test('a person is let in, uploads through the port, and reads it back', async () => {
    const { stdout, stderr, status } = await composition.runOnce('sojourn', [
      'node',
      'bin/sojourn.js',
      'tokens',
      'create',
    ]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const user = stdout.trim();
    const url = `http://${addressOf('gateway', 'outside')}:8080`;
    expect(ask(stranger, `${url}/profile/create`, { user })).toMatchObject({ status: 200 });
    const metadata = {
      key: 'background/battery',
      platform: 'android',
      type: 'sensor-data',
      write_ts: 1_700_000_000.5,
      time_zone: 'Europe/Zurich',
      read_ts: 0,
    };
    const data = { battery_level_pct: 71, battery_status: 3, ts: 1_700_000_000.5 };
    expect(
      ask(stranger, `${url}/usercache/put`, { user, phone_to_server: [{ metadata, data }] }),
    ).toMatchObject({
      status: 200,
    });
    const query = {
      user,
      key_list: ['background/battery'],
      start_time: 0,
      end_time: 2e9,
      key_time: 'metadata.write_ts',
    };
    const answer = ask(stranger, `${url}/datastreams/find_entries/timestamp`, query);
    expect(answer.status).toBe(200);
    const stored = { phone_data: [{ data: { battery_level_pct: 71 } }] };
    expect(JSON.parse(answer.text)).toMatchObject(stored);
    for (const store of stores) {
      const direct = `http://${addressOf(store, 'services')}:8081/datastreams/find_entries/timestamp`;
      expect(JSON.parse(ask(composition.host('gateway'), direct, query).text), store).toMatchObject(stored);
    }
  });

  test('no service runs as root or can write beside its volumes', async () => {
    for (const name of composition.replicas) {
      expect((await composition.runOnce(name, ['id', '-u'])).stdout.trim(), name).toBe('1000');
      const { status, stderr } = await composition.runOnce(name, ['touch', '/app/anything']);
      expect({ name, status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/Read-only|denied/),
      });
    }
  });
});
