import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Folders from the lowest floor up; what stands lower never imports what stands above it. */
const floors = [
  'settings',
  'points',
  'stages',
  'results',
  'runner',
  'transit-lookup',
  'aggregate-metrics',
  'trip-model-training',
  'forest-training',
  'missed-stops',
  'reset',
  'archive',
  'workers',
  'jobs',
  'failures',
  'poller',
  'config.ts',
  'service',
  'main.ts',
  'write-openapi.ts',
  'train-forest.ts',
];
/** What they may use from outside: nothing of it needs Node. */
const portable = /^(@sojourn\/datamodel(\/(geo|time|formats|wire|streams))?|pure-rand(\/.*)?|jsep|fflate)$/;

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, name]) => name!);
}

const floorOf = (file: string): number => floors.indexOf(file.split('/')[0]!);
const inside = (file: string, name: string): string => relative(root, resolve(root, dirname(file), name));

describe('the structure of the pipeline', () => {
  it('keeps settings, points, stages and results free of Node, so that they can run in a browser', () => {
    const foreign = files
      .filter((file) => ['settings', 'points', 'stages', 'results'].includes(file.split('/')[0]!))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => !name.startsWith('.') && !portable.test(name))
          .map((name) => `${file} imports ${name}`),
      );
    expect(foreign).toEqual([]);
  });

  it('imports downwards only', () => {
    const upwards = files
      .filter((file) => file !== 'index.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('.') && floorOf(inside(file, name)) > floorOf(file))
          .map((name) => `${file} imports ${name}`),
      );
    expect(upwards).toEqual([]);
  });

  it('enters a folder of another floor by its door', () => {
    const sideways = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => inside(file, name))
        .filter((target) => floorOf(target) !== floorOf(file) && target.includes('/'))
        .filter((target) => !target.endsWith('/index.js'))
        .map((target) => `${file} imports ${target}`),
    );
    expect(sideways).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['main.ts']);
  });
});
