// Checks the package as npm would publish it: what is in it, what its doors lead to, how type checkers resolve it.
// Needs the built package; run by `npm test` after the build.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const LARGEST_UNPACKED = 2_500_000;
const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const findings = [];
const packFolder = mkdtempSync(join(tmpdir(), 'sojourn-pack-'));

try {
  const packed = pack();
  checkContent(packed);
  checkDependencies();
  await checkExports();
  checkTypes(join(packFolder, packed.filename));
} finally {
  rmSync(packFolder, { recursive: true, force: true });
}
if (findings.length > 0) {
  process.stderr.write(
    `The package is not fit to be published:\n${findings.map((text) => `- ${text}\n`).join('')}`,
  );
  process.exit(1);
}
process.stderr.write(`${manifest.name}@${manifest.version} is fit to be published.\n`);

function pack() {
  const windows = process.platform === 'win32';
  const output = execFileSync(
    windows ? 'npm.cmd' : 'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', packFolder],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: windows },
  );
  return JSON.parse(output)[0];
}

function checkContent({ files, unpackedSize }) {
  const paths = new Set(files.map(({ path }) => path));
  for (const path of ['package.json', 'README.md', 'LICENSE', ...exportedFiles()]) {
    if (!paths.has(path)) findings.push(`${path} is missing`);
  }
  for (const path of paths) {
    if (!/^(dist\/|src\/|package\.json$|README\.md$|LICENSE$)/.test(path))
      findings.push(`${path} does not belong in it`);
    if (/\.test\.|\.testing\.|\/examples\/|buildinfo|__snapshots__/.test(path))
      findings.push(`${path} is for tests only`);
  }
  for (const path of paths) {
    const source = /^dist\/(.+)\.js$/.exec(path)?.[1];
    if (source !== undefined && !paths.has(`src/${source}.ts`))
      findings.push(`${path} is left over from an older build`);
  }
  if (unpackedSize > LARGEST_UNPACKED)
    findings.push(`${unpackedSize} bytes is more than ${LARGEST_UNPACKED}`);
}

function exportedFiles() {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return targets.map((target) => target.replace(/^\.\//, ''));
}

function checkDependencies() {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  if (names.join() !== 'zod')
    findings.push(`it depends on ${names.join(', ')} at run time, not on zod alone`);
}

async function checkExports() {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
  for (const message of messages) findings.push(`publint: ${formatMessage(message, pkg)}`);
}

function checkTypes(tarball) {
  const require = createRequire(import.meta.url);
  const cli = join(dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist', 'index.js');
  try {
    execFileSync(
      process.execPath,
      [cli, tarball, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  } catch (error) {
    findings.push(`are the types wrong:\n${error.stdout}${error.stderr}`);
  }
}
