import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';

/** A private key and its certificate, both PEM. */
export interface CertifiedKey {
  readonly key: string;
  readonly cert: string;
}

/** What a certificate is made for. */
export interface CertificateRequest {
  /** Host names and addresses that the server is reached by, at least one. */
  readonly names: readonly string[];
  readonly now?: Date;
  /** Days of validity. Phones refuse server certificates of more than 825 days, browsers of more than 398. */
  readonly days?: number;
}

const dayMs = 86_400_000;
// Clocks of phones differ: a certificate made now must not be from their future.
const headStartMs = dayMs;

/**
 * Makes a certificate authority of one's own, for servers that no public authority can vouch for. Whoever trusts
 * its certificate trusts every certificate made with its key: the key belongs in a file with mode 0600.
 *
 * @param name how the authority is listed on a phone
 */
export function createLocalAuthority({
  name = 'Sojourn local authority',
  now = new Date(),
  days = 3650,
}: {
  readonly name?: string;
  readonly now?: Date;
  readonly days?: number;
} = {}): CertifiedKey {
  const keys = newKeys();
  const certificate = newCertificate(keys.publicKey, now, days);
  const subject = [{ name: 'commonName', value: name }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return { key: keys.pem, cert: forge.pki.certificateToPem(certificate) };
}

/**
 * Makes a server certificate signed by a local authority. `cert` holds the server's certificate alone: the
 * authority's is what clients already trust.
 *
 * @throws Error when no name is given or the authority's key and certificate cannot be read
 */
export function issueCertificate(
  authority: CertifiedKey,
  { names, now = new Date(), days = 397 }: CertificateRequest,
): CertifiedKey {
  const [first] = names;
  if (first === undefined) throw new Error('a certificate needs at least one name');
  const issuer = forge.pki.certificateFromPem(authority.cert);
  const keys = newKeys();
  const certificate = newCertificate(keys.publicKey, now, days);
  certificate.setSubject([{ name: 'commonName', value: first }]);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      // RFC 5280 §4.2.1.6: 2 is a DNS name, 7 an address.
      altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
    },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
  return { key: keys.pem, cert: forge.pki.certificateToPem(certificate) };
}

/** A key pair from the system's cryptography: forge's own generator is many times slower. */
function newKeys() {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(pem) as forge.pki.rsa.PrivateKey;
  return { pem, privateKey, publicKey: forge.pki.rsa.setPublicKey(privateKey.n, privateKey.e) };
}

function newCertificate(publicKey: forge.pki.rsa.PublicKey, now: Date, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // Positive, and never the same twice.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(now.getTime() - headStartMs);
  certificate.validity.notAfter = new Date(now.getTime() + days * dayMs);
  return certificate;
}
