import { run } from './command.js';
import type { Compose } from './compose.js';

/** A place on some networks, with an address on each. */
export interface Host {
  /** Name of its network namespace. */
  readonly namespace: string;
  /** IPv4 address by network. */
  readonly addresses: ReadonlyMap<string, string>;
}

/**
 * The networks of a composition as the kernel has them: a namespace a host, a bridge a network, and no way between
 * two networks but through a host that is on both.
 */
export class Networks {
  readonly #prefix: string;
  readonly #names: readonly string[];
  readonly #hosts = new Map<string, Host>();

  constructor(compose: Compose) {
    this.#prefix = `sj${process.pid}`;
    this.#names = Object.keys(compose.networks);
    run('ip', ['netns', 'add', this.#switch]);
    this.#names.forEach((_, index) => {
      run('ip', ['-n', this.#switch, 'link', 'add', `br${index}`, 'type', 'bridge']);
      run('ip', ['-n', this.#switch, 'link', 'set', `br${index}`, 'up']);
    });
  }

  get #switch(): string {
    return `${this.#prefix}-switch`;
  }

  /** Adds a host to some of the networks. */
  add(name: string, networks: readonly string[]): Host {
    const number = this.#hosts.size + 2;
    const namespace = `${this.#prefix}-${name.replace('#', '-')}`;
    run('ip', ['netns', 'add', namespace]);
    run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    const addresses = new Map<string, string>();
    for (const network of networks) {
      const index = this.#names.indexOf(network);
      if (index === -1)
        throw new Error(`${name} is on the network ${network}, which the file does not define`);
      const address = `10.89.${index}.${number}`;
      const [inside, outside] = [`eth${index}`, `p${index}x${number}`];
      run('ip', [
        '-n',
        this.#switch,
        'link',
        'add',
        outside,
        'type',
        'veth',
        'peer',
        'name',
        inside,
        'netns',
        namespace,
      ]);
      run('ip', ['-n', this.#switch, 'link', 'set', outside, 'master', `br${index}`, 'up']);
      run('ip', ['-n', namespace, 'address', 'add', `${address}/24`, 'dev', inside]);
      run('ip', ['-n', namespace, 'link', 'set', inside, 'up']);
      addresses.set(network, address);
    }
    const host = { namespace, addresses };
    this.#hosts.set(name, host);
    return host;
  }

  /** Sends whatever is meant for a network to a host that may or may not pass it on. */
  route(from: Host, network: string, through: string): void {
    const subnet = `10.89.${this.#names.indexOf(network)}.0/24`;
    run('ip', ['-n', from.namespace, 'route', 'add', subnet, 'via', through]);
  }

  /** Names and addresses that a host sees, in the form of `/etc/hosts`. */
  hostsFile(of: Host): string {
    const lines = ['127.0.0.1 localhost'];
    for (const [name, { addresses }] of this.#hosts) {
      const shared = [...addresses].find(([network]) => of.addresses.has(network));
      if (shared) lines.push(`${shared[1]} ${name} ${name.replace(/#\d+$/, '')}`);
    }
    return `${lines.join('\n')}\n`;
  }

  close(): void {
    for (const { namespace } of this.#hosts.values()) run('ip', ['netns', 'delete', namespace]);
    run('ip', ['netns', 'delete', this.#switch]);
  }
}
