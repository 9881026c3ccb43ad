import { Command, Option } from 'commander';
import { type CliConfiguration, isLoopback, readCliConfiguration } from '../configuration.js';
import { openDemo } from '../demo/index.js';
import {
  type Door,
  isWildcard,
  ownAddresses,
  type PlatformSettings,
  startPlatform,
} from '../platform/index.js';
import { untilAskedToStop } from '../stop-signal.js';
import type { Terminal } from '../terminal.js';
import { type Certificate, explainTrust, prepareCertificate } from '../tls.js';

interface Flags {
  readonly demo?: boolean;
  readonly tls?: boolean;
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly config?: string;
  readonly engine?: string;
  readonly mongodbUrl?: string;
}

export function upCommand(terminal: Terminal): Command {
  return new Command('up')
    .summary('start everything behind one port')
    .description(
      'Starts the encrypted store, the analysis pipeline, the web page and the gateway in front of them, and keeps ' +
        'them running until Ctrl-C. Only the gateway has a port; the others meet on unix sockets in the data folder. ' +
        'Prints the one address on stdout, everything else on stderr.',
    )
    .option(
      '--demo',
      'put an invented person with two weeks of travel into an empty store, and print how to see them',
    )
    .option(
      '--tls',
      'speak HTTPS with a certificate of a local authority, and print how to trust it on a phone',
    )
    .option('--port <number>', 'public port; 0 takes any free one (default: 8080)')
    .option(
      '--host <address>',
      'public address; 0.0.0.0 lets phones in your network reach it (default: 127.0.0.1)',
    )
    .option('--data <folder>', 'data folder (default: sojourn/ in your XDG data folder)')
    .option('--config <file>', 'settings file (default: sojourn.yaml in the working folder)')
    .addOption(
      new Option('--engine <name>', 'what keeps the data (default: embedded, in the data folder)').choices([
        'embedded',
        'mongodb',
      ]),
    )
    .option(
      '--mongodb-url <url>',
      'connection string for --engine mongodb; SOJOURN_MONGODB_URL keeps a password out of process lists',
    )
    .addHelpText(
      'after',
      `
Examples:
  sojourn up --demo                          try it out
  sojourn up --host 0.0.0.0 --tls            at home, for the phones in your network
  sojourn up --data /srv/sojourn --port 80   somewhere else
  sojourn up --engine mongodb --mongodb-url mongodb://db.example/sojourn

Then:
  sojourn tokens create                      a token for each person`,
    )
    .action(async (flags: Flags) => {
      const stop = untilAskedToStop();
      const configuration = await readCliConfiguration(process.env, flags);
      const settings: PlatformSettings = {
        data: configuration.data,
        logLevel: configuration.logLevel,
        log: 'forward',
        ...(configuration.file ? { configurationFile: configuration.file } : {}),
        // A cookie that was made over TLS must not travel without.
        environment: flags.tls ? { SOJOURN_SESSION_SECURE: 'true' } : {},
        storeEnvironment: {
          ...(flags.engine ? { SOJOURN_ENGINE: flags.engine } : {}),
          ...(flags.mongodbUrl ? { SOJOURN_MONGODB_URL: flags.mongodbUrl } : {}),
        },
      };
      const certificate = flags.tls
        ? await prepareCertificate(configuration.data, configuration.host)
        : undefined;
      const door: Door = {
        host: configuration.host,
        port: configuration.port,
        ...(certificate ? { tls: certificate.environment } : {}),
      };
      if (!certificate && !isLoopback(configuration.host)) {
        terminal.err(
          'Whoever shares this network can read along: add --tls, or put a proxy with TLS in front.\n',
        );
      }
      const platform = await startPlatform(settings, door, (message) => terminal.err(`${message}\n`));
      try {
        const presented = present(platform.url, { flags, configuration, certificate, terminal });
        presented.catch(() => {});
        // Somebody who stops it early does not want to wait for the demo first.
        await Promise.race([presented, stop]);
        await stop;
        terminal.err('Stopping…\n');
      } finally {
        await platform.stop();
      }
    });
}

/** Fills the demo, explains how to get in, and prints the address. */
async function present(
  url: string,
  about: {
    flags: Flags;
    configuration: CliConfiguration;
    certificate: Certificate | undefined;
    terminal: Terminal;
  },
): Promise<void> {
  const { flags, configuration, certificate, terminal } = about;
  if (flags.demo) {
    const authorityFile = certificate?.authorityFile;
    await openDemo({ data: configuration.data, url, terminal, ...(authorityFile ? { authorityFile } : {}) });
  }
  if (certificate) terminal.err(explainTrust(certificate, url));
  if (isWildcard(configuration.host)) {
    const { protocol, port } = new URL(url);
    const urls = ownAddresses().map(
      (host) => `${protocol}//${host.includes(':') ? `[${host}]` : host}:${port}`,
    );
    terminal.err(`\nIn your network: ${urls.join('  ')}\n`);
  }
  terminal.err(`\nSojourn is up. Data folder: ${configuration.data}. Stop with Ctrl-C.\n`);
  await terminal.out(`${url}\n`);
}
