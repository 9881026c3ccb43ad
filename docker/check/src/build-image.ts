import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignoreOf from '@balena/dockerignore';
import { makeBaseImage } from './base-image.js';
import { run } from './command.js';
import { readDockerfile, type Stage, type Step } from './dockerfile.js';
import { addLayer, type Layers, systemLines } from './layers.js';

/** A built image: its file system, and what its Dockerfile says about running it. */
export interface Image
  extends Pick<Stage, 'environment' | 'folder' | 'user' | 'command' | 'healthCheck' | 'volumes'> {
  readonly layers: Layers;
}

/** Where an image is built from and where its layers are kept. */
export interface Workshop {
  /** Folder of the build context. */
  readonly context: string;
  readonly cache: string;
}

/** Executes a Dockerfile's steps, each in a root of its own kind, as a container engine would. */
export function buildImage(dockerfile: string, workshop: Workshop): Image {
  const built = new Map<string, Layers>();
  const context = stageContext(workshop);
  let last: Image | undefined;
  for (const stage of readDockerfile(dockerfile)) {
    let layers: Layers = [makeBaseImage(stage.base, workshop.cache)];
    for (const step of stage.steps) layers = execute(step, layers, built, context, workshop);
    if (stage.name !== undefined) built.set(stage.name, layers);
    last = { ...stage, layers };
  }
  if (last === undefined) throw new Error(`${dockerfile} has no stage`);
  return last;
}

interface Context {
  readonly folder: string;
  readonly digest: string;
}

function execute(
  step: Step,
  layers: Layers,
  built: ReadonlyMap<string, Layers>,
  context: Context,
  { cache }: Workshop,
): Layers {
  if (step.kind === 'run') {
    const script = [
      ...systemLines('$ROOT'),
      'touch $ROOT/etc/resolv.conf && mount --bind /etc/resolv.conf $ROOT/etc/resolv.conf',
      // Whom this machine trusts, for registries behind a company's own authority; no layer keeps it.
      'mount -t tmpfs tmpfs $ROOT/run && cp /etc/ssl/certs/ca-certificates.crt $ROOT/run/authorities.crt',
      'exec chroot $ROOT sh -c "$SCRIPT"',
    ].join('\n');
    return addLayer(layers, JSON.stringify(step), script, cache, {
      ...registryEnvironment(),
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      NODE_EXTRA_CA_CERTS: '/run/authorities.crt',
      ...step.environment,
      SCRIPT: step.script,
    });
  }
  const source = step.from === undefined ? undefined : built.get(step.from);
  if (step.from !== undefined && source === undefined) throw new Error(`no stage is named ${step.from}`);
  const description = JSON.stringify([step, source ?? context.digest]);
  const copies = step.sources.map((path) => `cp -a "$FROM/${path}/." "$ROOT/${step.to}/"`);
  const mount = source
    ? [
        'FROM=$(mktemp -d)',
        source.length > 1
          ? `mount -t overlay overlay -o lowerdir=${source.join(':')} $FROM`
          : `mount --bind ${source[0]} $FROM`,
      ]
    : [`FROM=${context.folder}`];
  const script = [...mount, `mkdir -p "$ROOT/${step.to}"`, ...copies].join('\n');
  return addLayer(layers, description, script, cache, process.env);
}

/** Copies of the context what `.dockerignore` lets through. */
function stageContext({ context, cache }: Workshop): Context {
  const ignored = ignoreOf.default().add(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const known = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: context,
  });
  const files = known
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(context, file)) && !ignored.ignores(file));
  const digest = createHash('sha256');
  for (const file of files) digest.update(file).update(readFileSync(join(context, file)));
  const id = digest.digest('hex').slice(0, 16);
  const folder = join(cache, `context-${id}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    run('cp', ['--parents', '-a', '-t', folder, ...files], { cwd: context });
  }
  return { folder, digest: id };
}

/** How this machine reaches the registry, as build arguments of a proxy are passed to a container engine. */
function registryEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_registry|https?_proxy|no_proxy)$/i.test(name),
  );
  return Object.fromEntries(passed);
}
