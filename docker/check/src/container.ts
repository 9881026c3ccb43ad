import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Image } from './build-image.js';
import { run } from './command.js';
import type { ComposeService } from './compose.js';
import { mountLine, systemLines } from './layers.js';
import type { Host } from './networks.js';

/** An image, what the compose file says about it, and its place on the networks. */
export interface ContainerPlan {
  readonly image: Image;
  readonly service: ComposeService;
  readonly host: Host;
  /** Text of its `/etc/hosts`. */
  readonly hosts: string;
  /** Folder with a folder for each named volume, and room for what the container changes. */
  readonly scratch: string;
}

/** How a command in a container ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running service. */
export class Container {
  readonly #child: ChildProcess;
  #log = '';

  constructor(plan: ContainerPlan) {
    this.#child = start(plan, plan.service.command ?? plan.image.command);
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#log += chunk.toString();
    });
  }

  /** Resolves when the service says that it answers. @throws Error with its log when it ends instead */
  async ready(): Promise<void> {
    for await (const line of createInterface({ input: this.#child.stdout! })) {
      if (line.startsWith('{"ready"')) {
        this.#child.stdout!.resume();
        return;
      }
    }
    throw new Error(`the service ended:\n${this.#log}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

/** Runs one command in a container of its own at the same place, as `docker compose run` does, or a health check. */
export async function runInside(plan: ContainerPlan, command: readonly string[]): Promise<Outcome> {
  const child = start(plan, command);
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

function start(
  { image, service, host, hosts, scratch }: ContainerPlan,
  command: readonly string[],
): ChildProcess {
  const own = mkdtempSync(join(scratch, 'container-'));
  const [changes, work, root] = ['changes', 'work', 'root'].map((name) => join(own, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [changes, work, root]) mkdirSync(folder);
  writeFileSync(join(own, 'hosts'), hosts);
  const user = image.user ?? 'root';
  const script = [
    'set -e',
    mountLine(image.layers, changes, work, root),
    ...systemLines(root),
    `touch ${root}/etc/hosts && mount --bind ${own}/hosts ${root}/etc/hosts`,
    ...volumesOf(image, service).map(({ name, place }) =>
      volumeLine(join(scratch, 'volumes', name ?? own), root, place),
    ),
    ...service.tmpfs.map((text) => {
      const [place, options = 'mode=1777'] = text.split(':');
      return `mount -t tmpfs -o ${options} tmpfs ${root}${place}`;
    }),
    ...(service.read_only ? [`mount -o remount,ro ${root}`] : []),
    `exec chroot --userspec=${user}:${user} ${root} sh -c 'cd ${image.folder} && exec "$@"' - "$@"`,
  ].join('\n');
  const inside = [
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'sh',
    '-c',
    script,
    '-',
    ...command,
  ];
  return spawn('ip', ['netns', 'exec', host.namespace, ...inside], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: user === 'root' ? '/root' : `/home/${user}`,
      ...image.environment,
      ...service.environment,
    },
  });
}

function volumesOf(image: Image, service: ComposeService): { name: string | undefined; place: string }[] {
  const named = service.volumes.map((volume) => {
    const [name = '', place = ''] = volume.split(':');
    return { name, place };
  });
  const taken = [...named.map(({ place }) => place), ...service.tmpfs.map((text) => text.split(':')[0])];
  const unnamed = image.volumes.filter((place) => !taken.includes(place));
  return [...named, ...unnamed.map((place) => ({ name: undefined, place }))];
}

/** A new volume begins as what the image has at its place, owner and mode included. */
function volumeLine(folder: string, root: string, place: string): string {
  const volume = `${folder}${place.replaceAll('/', '-')}`;
  return `[ -d ${volume} ] || { mkdir -p $(dirname ${volume}); cp -a ${root}${place} ${volume}; }; mount --bind ${volume} ${root}${place}`;
}

/** Removes what containers left. */
export function removeScratch(scratch: string): void {
  run('rm', ['-rf', scratch]);
}
