import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const doors = Object.entries<string | Record<string, string>>(manifest.exports).flatMap(([name, targets]) =>
  typeof targets === 'string' ? [] : [[name, targets['@sojourn/source'] as string] as const],
);

it('bundles every door for the browser without anything of Node', async () => {
  const external: string[] = [];
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: source,
    resolve: { conditions: ['@sojourn/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'list-node-imports',
        enforce: 'pre',
        resolveId(id) {
          if (id.startsWith('node:')) external.push(id);
          return null;
        },
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: {
        formats: ['es'],
        entry: Object.fromEntries(
          doors.map(([name, path]) => [name.replace(/^\.\/?/, '') || 'index', `.${path}`]),
        ),
      },
    },
  });
  const chunks = (Array.isArray(result) ? result : [result]).flatMap((part) =>
    'output' in part ? part.output : [],
  );
  expect(chunks.length).toBeGreaterThanOrEqual(doors.length);
  expect(external).toEqual([]);
  for (const chunk of chunks) {
    if (chunk.type !== 'chunk') continue;
    expect(chunk.imports.filter((id) => !chunks.some(({ fileName }) => fileName === id))).toEqual([]);
    expect(chunk.code).not.toMatch(
      /\bBuffer\.|\bprocess\.(env|cwd|argv)|__vite-browser-external|\brequire\(/,
    );
  }
});

it('imports nothing but zod and its own files', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.(test|testing)\.ts$|^examples\//.test(name),
  );
  for (const name of files) {
    const text = readFileSync(source + name, 'utf8');
    for (const [, specifier] of text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)) {
      expect([name, specifier]).toEqual([name, expect.stringMatching(/^(\.\.?\/.*\.js|zod)$/)]);
    }
  }
});
