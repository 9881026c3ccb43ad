import { CommandError, exitCode } from './exit-code.js';

/** The certificate that the public port speaks TLS with. */
export interface Certificate {
  /** Environment of the gateway. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with the certificate of the local authority: what phones and scripts have to trust. */
  readonly authorityFile: string;
}

export async function prepareCertificate(_data: string, _host: string): Promise<Certificate> {
  throw new CommandError(exitCode.failure, '--tls is not part of this build');
}

export function explainTrust({ authorityFile }: Certificate, url: string): string {
  return `${authorityFile} ${url}\n`;
}
