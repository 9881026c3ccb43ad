import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.js';

/** A file system made of layers: the folder of the last change first, the base image last. */
export type Layers = readonly [top: string, ...below: string[]];

/** What mounts layers at a place inside a mount namespace, as a line of shell. */
export function mountLine(layers: Layers, changes: string, work: string, place: string): string {
  return `mount -t overlay overlay -o lowerdir=${layers.join(':')},upperdir=${changes},workdir=${work} ${place}`;
}

/** What a program inside needs of the system, as lines of shell. */
export function systemLines(place: string): string[] {
  return [
    `mkdir -p ${place}/proc ${place}/dev ${place}/tmp`,
    `mount -t proc proc ${place}/proc`,
    `mount --rbind /dev ${place}/dev`,
  ];
}

/**
 * Adds a layer: what `script` changes in the mounted file system, whose place it gets as `$ROOT`. A layer that was
 * made before by the same steps is used again.
 *
 * @param description all that decides what the script does
 */
export function addLayer(
  layers: Layers,
  description: string,
  script: string,
  cache: string,
  environment: NodeJS.ProcessEnv,
): Layers {
  const id = createHash('sha256')
    .update(JSON.stringify([layers, description]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cache, id);
  if (existsSync(folder)) return [folder, ...layers];
  const draft = `${folder}.draft`;
  run('rm', ['-rf', draft]);
  const [changes, work, place] = ['changes', 'work', 'root'].map((name) => join(draft, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [changes, work, place]) mkdirSync(each, { recursive: true });
  const lines = ['set -e', mountLine(layers, changes, work, place), `export ROOT=${place}`, script];
  run('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', lines.join('\n')], { env: environment });
  renameSync(changes, folder);
  run('rm', ['-rf', draft]);
  return [folder, ...layers];
}
