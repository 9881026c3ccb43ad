import { expect, test } from 'vitest';
import { exitCode, runCommandLine } from './index.js';
import { createMemoryTerminal } from './testing/memory-terminal.js';

async function sojourn(...argv: string[]) {
  const terminal = createMemoryTerminal();
  const status = await runCommandLine(argv, terminal);
  return { status, ...terminal.written };
}

test.each([
  [['--help'], 'First steps:'],
  [['up', '--help'], '--demo'],
  [['day', '--help'], '--run=STAGE..STAGE'],
  [['tokens', '--help'], 'sojourn tokens create'],
  [['tokens', 'create', '--help'], '--role'],
  [['simulate', '--help'], 'Examples:'],
  [['bench', '--help'], 'gateway'],
])('%j teaches on stdout', async (argv, text) => {
  const { status, out, err } = await sojourn(...argv);
  expect(status).toBe(exitCode.success);
  expect(out).toContain(text);
  expect(err).toBe('');
});

test('the release is the one of the package', async () => {
  const { status, out } = await sojourn('version');
  expect(status).toBe(exitCode.success);
  expect(out).toMatch(/^sojourn \d+\.\d+\.\d+ \(Node \d+/);
});

test.each([
  [['frobnicate'], 'unknown command'],
  [['up', '--frobnicate'], 'unknown option'],
  [['tokens', 'create', '--role', 'king'], 'Allowed choices'],
  [['tokens', 'create', '--count', 'many'], '--count many'],
  [['tokens', 'revoke'], 'missing required argument'],
  [['simulate', '--days', '0'], 'days'],
  [['simulate', '--city', 'Atlantis'], 'unknown city'],
  [['day', 'day.json'], 'nothing to print'],
])('%j makes no sense: %s', async (argv, text) => {
  const { status, out, err } = await sojourn(...argv);
  expect(status).toBe(exitCode.usage);
  expect(out).toBe('');
  expect(err).toContain(text);
});

test('a file that is not there is told apart from a wrong command line', async () => {
  const { status, err } = await sojourn('day', '/nowhere/day.json', '--print', 'state');
  expect(status).toBe(exitCode.input);
  expect(err).toContain('/nowhere/day.json there is no such file');
});

test('a wrong setting is named', async () => {
  const { status, err } = await sojourn('up', '--port', 'eighty');
  expect(status).toBe(exitCode.failure);
  expect(err).toContain('SOJOURN_PORT');
});

test('simulate writes the same entries for the same seed, one a line', async () => {
  const { out } = await sojourn('simulate', '--days', '2', '--seed', 'a');
  expect(await sojourn('simulate', '--days', '2', '--seed', 'a')).toMatchObject({ out });
  const entries = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.length).toBeGreaterThan(50);
  for (const { metadata, data } of entries) {
    expect(metadata.key).toEqual(expect.any(String));
    expect(data).toEqual(expect.any(Object));
  }
});

test('simulate says whose an entry is when there are several people', async () => {
  const { out } = await sojourn('simulate', '--days', '1', '--people', '2');
  const people = new Set(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).person),
  );
  expect(people.size).toBe(2);
  const truth = await sojourn('simulate', '--days', '1', '--people', '2', '--truth');
  expect(JSON.parse(truth.out.split('\n')[0]!)).toHaveProperty('trip.legs');
});
