import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const assets = fileURLToPath(new URL('../../dist/page/assets', import.meta.url));
/** The map's library and worker, which are loaded apart. */
const map = /^(map-library|maplibre-gl-worker)-/;

test('all scripts of the page but the map are at most 300 kB compressed', async () => {
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js') && !map.test(name));
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = await Promise.all(
    scripts.map(async (name) => gzipSync(await readFile(`${assets}/${name}`)).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(300_000);
});
