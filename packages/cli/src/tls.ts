import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type CertifiedKey, createLocalAuthority, issueCertificate } from '@sojourn/gateway/certificates';
import { isWildcard, ownAddresses, ownNames } from './platform/index.js';

/** The certificate that the public port speaks TLS with. */
export interface Certificate {
  /** Environment of the gateway. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with the certificate of the local authority: what phones and scripts have to trust. */
  readonly authorityFile: string;
  /** SHA-256 of the authority's certificate, to compare on the phone. */
  readonly fingerprint: string;
  /** Names and addresses that the certificate is good for. */
  readonly names: readonly string[];
}

/** A certificate that ends sooner is replaced at the next start. */
const RENEW_BEFORE = 30 * 86_400_000;

/**
 * Finds or makes the local authority of a data folder and a certificate for this machine. The authority stays the
 * same, so phones that trust it go on working; the certificate is made anew when names change or its end is near.
 */
export async function prepareCertificate(data: string, host: string): Promise<Certificate> {
  const folder = join(data, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = await readOrMake(folder, 'tls-authority', () => createLocalAuthority());
  const names = namesOfThisMachine(host);
  const server = await readOrMake(
    folder,
    'tls-server',
    () => issueCertificate(authority.pair, { names }),
    (pair) => isGoodFor(pair, names, authority.pair),
  );
  return {
    environment: { SOJOURN_TLS_CERTIFICATE: server.certificateFile, SOJOURN_TLS_KEY: server.keyFile },
    authorityFile: authority.certificateFile,
    fingerprint: new X509Certificate(authority.pair.cert).fingerprint256,
    names,
  };
}

/** How to make a phone trust the authority. */
export function explainTrust({ authorityFile, fingerprint, names }: Certificate, url: string): string {
  const { port } = new URL(url);
  const reachable = names.filter((name) => name !== 'localhost' && name !== '::1' && name !== '127.0.0.1');
  return `
The address speaks HTTPS with a certificate of your own authority. To trust it, bring this file to the phone
(not the other ones beside it):
  ${authorityFile}
  SHA-256 ${fingerprint}
iPhone:  open the file, install the profile in Settings, then turn it on in Settings › General › About ›
         Certificate Trust Settings.
Android: Settings › Security › Encryption & credentials › Install a certificate › CA certificate. Browsers trust it
         then; other apps only when they were built to trust certificates that you install.
curl:    curl --cacert '${authorityFile}' ${url}
The certificate is good for: ${[...reachable, 'localhost'].map((name) => `${name}:${port}`).join(', ')}
`;
}

function namesOfThisMachine(host: string): string[] {
  const others = isWildcard(host) ? [...ownNames(), ...ownAddresses()] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...others])];
}

function isGoodFor(pair: CertifiedKey, names: readonly string[], authority: CertifiedKey): boolean {
  const certificate = new X509Certificate(pair.cert);
  if (Date.parse(certificate.validTo) - Date.now() < RENEW_BEFORE) return false;
  if (!certificate.checkIssued(new X509Certificate(authority.cert))) return false;
  return names.every(
    (name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
  );
}

async function readOrMake(
  folder: string,
  name: string,
  make: () => CertifiedKey,
  accept: (pair: CertifiedKey) => boolean = () => true,
): Promise<{ pair: CertifiedKey; keyFile: string; certificateFile: string }> {
  const keyFile = join(folder, `${name}.key`);
  const certificateFile = join(folder, `${name}.pem`);
  const known = await readPair(keyFile, certificateFile);
  const pair = known && accept(known) ? known : make();
  if (pair !== known) {
    await writeFile(keyFile, pair.key, { mode: 0o600 });
    await writeFile(certificateFile, pair.cert);
  }
  return { pair, keyFile, certificateFile };
}

async function readPair(keyFile: string, certificateFile: string): Promise<CertifiedKey | undefined> {
  try {
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);
    return { key, cert };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
