// The two commands a newcomer needs, `npm start` and `npm test`, from a bare checkout with only Node and npm.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const MINIMUM_NODE = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

const surroundings = {
  cwd: root,
  shell: process.platform === 'win32',
  env: { ...process.env, npm_config_loglevel: 'error' },
};

const [task = 'start', ...rest] = process.argv.slice(2);
const tasks = { start, test, build: prepare, screenshots, soak };
const chosen = tasks[task];
if (!chosen) fail(`Unknown task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
requireNode();
await chosen();

function start() {
  prepare();
  run('Starting', process.execPath, [
    join('packages', 'cli', 'bin', 'sojourn.js'),
    'up',
    '--demo',
    '--data',
    process.env.SOJOURN_DATA ?? '.sojourn-demo',
    ...rest,
  ]);
}

async function test() {
  install();
  const lint = runBeside('Lint and format', bin('biome'), ['ci', '--colors=off', '.']);
  compile();
  await lint;
  if (process.exitCode) return;
  const check = runBeside('Package check', process.execPath, [
    join('packages', 'datamodel', 'scripts', 'check-package.mjs'),
  ]);
  const tests = runBeside('Tests', bin('vitest'), ['run', ...rest], 'inherit');
  await Promise.all([check, tests]);
}

function soak() {
  prepare();
  run('Soak tests', bin('vitest'), ['run', '--config', 'vitest.soak.config.ts', ...rest]);
}

function screenshots() {
  prepare();
  run('Screenshots', process.execPath, [join('packages', 'webapp', 'scripts', 'screenshots.mjs'), ...rest]);
}

function prepare() {
  install();
  compile();
}

/** Installs from the lockfile with the pinned pnpm; does nothing when the lockfile has not changed since. */
function install() {
  const stamp = join(root, 'node_modules', '.installed-lockfile');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run('Installing packages', 'npx', ['--yes', PNPM, 'install', '--frozen-lockfile']);
  writeFileSync(stamp, wanted);
}

/** Type checks and compiles every package, then bundles the web page; only what has changed is made again. */
function compile() {
  run('Type check and build', bin('tsc'), ['-b']);
  run('Web page', process.execPath, [join('packages', 'webapp', 'scripts', 'build.mjs')]);
}

function bin(name) {
  return join('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

function run(title, command, args) {
  announce(title);
  const result = spawnSync(command, args, { ...surroundings, stdio: 'inherit' });
  if (result.error) fail(`${title}: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs something beside what follows; what it says is printed when it ends, unless it inherits the output. */
function runBeside(title, command, args, stdio = 'pipe') {
  if (stdio === 'inherit') announce(title);
  const child = spawn(command, args, { ...surroundings, stdio: ['ignore', stdio, stdio] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`${title}: ${error.message}`));
    child.on('close', (status) => {
      if (stdio === 'pipe') announce(title);
      process.stderr.write(Buffer.concat(said));
      if (status !== 0) process.exitCode = status ?? 1;
      resolve();
    });
  });
}

function announce(title) {
  process.stderr.write(`\n› ${title}\n`);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    fail(`Sojourn needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
