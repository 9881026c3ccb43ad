import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.js';

/** Major version of npm that comes with an image of Node. */
const NPM = 'npm@11';

/**
 * Makes the file system of an official Node image from where it comes from itself: a minimal Debian, Node's own
 * build, npm, and the account `node` (1000).
 *
 * @param image such as `node:24-bookworm-slim`
 * @param cache folder where it is kept for the next time
 * @returns the folder of the file system
 */
export function makeBaseImage(image: string, cache: string): string {
  const { version, release } = readName(image);
  const finished = join(cache, image.replaceAll(/[^\w.-]/g, '_'));
  if (existsSync(finished)) return finished;
  const root = `${finished}.draft`;
  run('rm', ['-rf', root]);
  mkdirSync(cache, { recursive: true });
  run('debootstrap', ['--variant=minbase', release, root]);
  addPackage(root, `node-linux-${process.arch}@${version}`, 'usr/local', ['bin/node']);
  addPackage(root, NPM, 'usr/local/lib/node_modules/npm', ['.']);
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
  }
  run('chroot', [
    root,
    'useradd',
    '--uid',
    '1000',
    '--user-group',
    '--create-home',
    '--shell',
    '/bin/sh',
    'node',
  ]);
  renameSync(root, finished);
  return finished;
}

function readName(image: string): { version: string; release: string } {
  const match = /^node:(\d+)-(\w+)-slim$/.exec(image);
  if (!match) throw new Error(`${image} is not an official slim image of Node`);
  const [, version = '', release = ''] = match;
  return { version, release };
}

/** Unpacks files of an npm package, as the registry has it. */
function addPackage(root: string, name: string, folder: string, files: readonly string[]): void {
  const target = join(root, folder);
  mkdirSync(target, { recursive: true });
  const newest = newestOf(name);
  const [archive = ''] = run('npm', ['pack', '--silent', '--pack-destination', root, newest])
    .trim()
    .split('\n');
  const members = files.map((file) => (file === '.' ? 'package' : `package/${file}`));
  run('tar', [
    '-xzf',
    join(root, archive),
    '-C',
    target,
    '--strip-components=1',
    '--no-same-owner',
    ...members,
  ]);
  run('rm', [join(root, archive)]);
}

/** A range names several versions; the newest is the last. */
function newestOf(name: string): string {
  const answer: unknown = JSON.parse(run('npm', ['view', '--json', name, 'version']));
  const versions = (Array.isArray(answer) ? answer : [answer]) as string[];
  const newest = versions
    .map((version) => version.split('.').map(Number))
    .sort(([a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0]) => a - d || b - e || c - f)
    .at(-1);
  return `${name.slice(0, name.lastIndexOf('@'))}@${newest?.join('.')}`;
}
