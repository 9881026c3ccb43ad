import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { createLocalAuthority, issueCertificate } from './index.js';

const now = new Date('2026-03-01T12:00:00Z');

test('an authority vouches for the servers it has issued certificates for', () => {
  const authority = createLocalAuthority({ name: 'Home', now });
  const server = issueCertificate(authority, { names: ['diary.home.arpa', '192.168.1.20', 'fd00::1'], now });
  const root = new X509Certificate(authority.cert);
  const leaf = new X509Certificate(server.cert);
  expect(root.ca).toBe(true);
  expect(root.subject).toBe('CN=Home');
  expect(leaf.ca).toBe(false);
  expect(leaf.checkIssued(root)).toBe(true);
  expect(leaf.verify(root.publicKey)).toBe(true);
  expect(leaf.checkHost('diary.home.arpa')).toBe('diary.home.arpa');
  expect(leaf.checkHost('other.home.arpa')).toBeUndefined();
  expect(leaf.checkIP('192.168.1.20')).toBe('192.168.1.20');
  expect(leaf.checkIP('fd00::1')).toBe('fd00::1');
  const days = (new Date(leaf.validTo).getTime() - new Date(leaf.validFrom).getTime()) / 86_400_000;
  expect(days).toBe(398);
});

test('two certificates never share a serial number or a key', () => {
  const authority = createLocalAuthority({ now });
  const [one, two] = [1, 2].map(() => issueCertificate(authority, { names: ['a.test'], now }));
  expect(new X509Certificate(one!.cert).serialNumber).not.toBe(new X509Certificate(two!.cert).serialNumber);
  expect(one!.key).not.toBe(two!.key);
});

test('a client that trusts the authority accepts the server, any other refuses it', async () => {
  const authority = createLocalAuthority();
  const server = createServer(issueCertificate(authority, { names: ['localhost'] })).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const outcome = (ca?: string) =>
    new Promise<string>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ...(ca && { ca }) }, () => {
        resolve('accepted');
        socket.end();
      });
      socket.once('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    });
  expect(await outcome(authority.cert)).toBe('accepted');
  expect(await outcome()).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  server.close();
});

test('a certificate without a name is refused', () => {
  expect(() => issueCertificate(createLocalAuthority(), { names: [] })).toThrow('at least one name');
});
