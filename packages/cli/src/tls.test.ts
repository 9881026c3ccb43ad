import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainTrust, prepareCertificate } from './tls.js';

let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-tls-'));
});
afterAll(() => rm(data, { recursive: true }));

test('the authority stays, the certificate is made anew for another name', async () => {
  const first = await prepareCertificate(data, '127.0.0.1');
  const again = await prepareCertificate(data, '127.0.0.1');
  const before = await readFile(first.environment.SOJOURN_TLS_CERTIFICATE!, 'utf8');
  expect(again.fingerprint).toBe(first.fingerprint);
  expect(await readFile(again.environment.SOJOURN_TLS_CERTIFICATE!, 'utf8')).toBe(before);

  const renamed = await prepareCertificate(data, 'diary.home.arpa');
  const certificate = new X509Certificate(await readFile(renamed.environment.SOJOURN_TLS_CERTIFICATE!));
  expect(renamed.fingerprint).toBe(first.fingerprint);
  expect(certificate.checkHost('diary.home.arpa')).toBe('diary.home.arpa');
  expect(certificate.checkHost('localhost')).toBe('localhost');
});

test('nobody else can read the keys', async () => {
  const { environment, authorityFile } = await prepareCertificate(data, '127.0.0.1');
  for (const file of [environment.SOJOURN_TLS_KEY!, authorityFile.replace('.pem', '.key')]) {
    expect((await stat(file)).mode & 0o077).toBe(0);
  }
});

test('the way to trust it names the file and what to compare', async () => {
  const certificate = await prepareCertificate(data, '0.0.0.0');
  const text = explainTrust(certificate, 'https://0.0.0.0:8443');
  expect(text).toContain(certificate.authorityFile);
  expect(text).toContain(certificate.fingerprint);
  expect(text).toContain('localhost:8443');
});
