import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalAuthority, issueCertificate } from '../certificates/index.js';
import {
  type Echo,
  eventually,
  routesTo,
  startGateway,
  startService,
  type TestGateway,
  type TestService,
} from '../testing/index.js';

const authority = createLocalAuthority();
let service: TestService;
let gateway: TestGateway;
let folder: string;

const writePair = async (name: string, names: readonly string[]): Promise<void> => {
  const { key, cert } = issueCertificate(authority, { names });
  await writeFile(join(folder, `${name}.key`), key);
  await writeFile(join(folder, `${name}.pem`), cert);
};
const routes = () => `
server: { drainGrace: 20, certificateInterval: 20 }
https:
  port: 0
  tls:
    default: { key: '${folder}/default.key', cert: '${folder}/default.pem' }
    diary.test: { key: '${folder}/diary.key', cert: '${folder}/diary.pem' }
    '*.wild.test': { key: '${folder}/wild.key', cert: '${folder}/wild.pem' }
apiEndpoints: { all: { paths: ['/*'] } }
serviceEndpoints: { service: { url: '${service.url}' } }
policies: [headers, proxy]
pipelines:
  all:
    apiEndpoints: [all]
    policies:
      - headers: { action: { secure: { strict-transport-security: max-age=60 } } }
      - proxy: { action: { serviceEndpoint: service } }
`;
const port = () => Number(new URL(gateway.gateway.urls[1]!).port);

beforeAll(async () => {
  service = await startService();
  folder = await mkdtemp(join(tmpdir(), 'sojourn-tls-'));
  await writePair('default', ['127.0.0.1', 'localhost']);
  await writePair('diary', ['diary.test']);
  await writePair('wild', ['*.wild.test']);
  gateway = await startGateway(routes());
});
afterAll(async () => {
  await gateway.close();
  await service.close();
  await rm(folder, { recursive: true });
});

const certificateFor = (servername: string) =>
  new Promise<DetailedPeerCertificate>((resolve, reject) => {
    const socket = connect({ port: port(), host: '127.0.0.1', servername, ca: authority.cert }, () => {
      resolve(socket.getPeerCertificate(true));
      socket.end();
    });
    socket.once('error', reject);
  });
const get = (path: string, agent: https.Agent | false = false) =>
  new Promise<{ headers: Record<string, unknown>; echo: Echo }>((resolve, reject) => {
    https
      .get({ port: port(), host: '127.0.0.1', path, agent, ca: authority.cert }, async (response) => {
        const body = (await response.toArray()).join('');
        resolve({ headers: response.headers, echo: JSON.parse(body) as Echo });
      })
      .once('error', reject);
  });

test('requests come through TLS and services are told so', async () => {
  const { headers, echo } = await get('/x');
  expect(echo.headers['x-forwarded-proto']).toBe('https');
  expect(headers['strict-transport-security']).toBe('max-age=60');
  const plain = await fetch(`${gateway.url}/x`);
  expect(plain.headers.get('strict-transport-security')).toBeNull();
  await plain.text();
});

test('each server name has its certificate', async () => {
  expect((await certificateFor('diary.test')).subject.CN).toBe('diary.test');
  expect((await certificateFor('Diary.Test')).subject.CN).toBe('diary.test');
  expect((await certificateFor('any.wild.test')).subject.CN).toBe('*.wild.test');
  expect((await certificateFor('localhost')).subject.CN).toBe('127.0.0.1');
});

test('old versions of TLS are refused', async () => {
  const outcome = await new Promise<string>((resolve) => {
    const options = { port: port(), host: '127.0.0.1', ca: authority.cert, maxVersion: 'TLSv1.1' as const };
    connect({ ...options, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, () =>
      resolve('accepted'),
    ).once('error', () => resolve('refused'));
  });
  expect(outcome).toBe('refused');
});

test('changed certificates are used for new connections, open ones go on, nothing restarts', async () => {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  await get('/x', agent);
  const before = [await certificateFor('localhost'), await certificateFor('diary.test')];
  await writePair('default', ['localhost', '127.0.0.1']);
  await writePair('diary', ['diary.test']);
  await eventually(async () => (await certificateFor('localhost')).subject.CN).toBe('localhost');
  const after = [await certificateFor('localhost'), await certificateFor('diary.test')];
  expect(after.map(({ serialNumber }) => serialNumber)).not.toEqual(
    before.map(({ serialNumber }) => serialNumber),
  );
  expect((await get('/still', agent)).echo.url).toBe('/still');
  agent.destroy();
});

test('a certificate that does not fit its key changes nothing', async () => {
  const { serialNumber } = await certificateFor('diary.test');
  const { cert } = issueCertificate(authority, { names: ['diary.test'] });
  await writeFile(join(folder, 'diary.pem'), cert);
  await eventually(() => gateway.lines.some((line) => String(line.msg).includes('not usable'))).toBe(true);
  expect((await certificateFor('diary.test')).serialNumber).toBe(serialNumber);
});

test('a connection beyond the limit is told when to come back', async () => {
  const files = { key: join(folder, 'default.key'), cert: join(folder, 'default.pem') };
  const full = await startGateway(
    routesTo(service.url, { server: 'maxConnections: 1, maxRefusals: 1' }),
    files,
  );
  const first = connect({ port: full.port, host: '127.0.0.1', ca: authority.cert });
  first.write('GET /data/hang HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually(() => service.underWay()).toBe(1);
  const answer = await new Promise((resolve, reject) => {
    const request = https.get(`${full.url}/data/x`, { ca: authority.cert, agent: false }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers['retry-after']]);
    });
    request.once('error', reject);
  });
  expect(answer).toEqual([503, '2']);
  first.destroy();
  await full.close();
});
