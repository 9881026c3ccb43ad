import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { errorCatalogue, isErrorCode, isSojournError, SojournError } from './errors.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CATALOGUE = 'packages/datamodel/src/errors.ts';

const page = (): string => {
  const rows = Object.entries(errorCatalogue)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { status, title, help }]) => `## ${code}\n\n${title}. Status ${status}.\n\n${help}\n`);
  return `# Error codes

Every error of every service is one of these. Answers are \`application/problem+json\` (RFC 9457):

\`\`\`json
{"type":"urn:sojourn:error:token-invalid","title":"…","status":403,"code":"token-invalid","detail":"…",
  "errors":[{"index":3,"path":"metadata.write_ts","code":"timestamp-invalid"}]}
\`\`\`

\`errors\` is there when parts of a request are at fault: \`index\` is the position in a batch, \`path\` the member. A code
keeps its meaning for ever. This page is written from the catalogue in \`${CATALOGUE}\`; a test
holds the two together (\`npx vitest run packages/datamodel/src/errors.test.ts -u\` writes it anew).

${rows.join('\n')}`;
};

test('the page of error codes is current', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/errors.md');
});

test('every code of the catalogue is used, and every code that is used is in the catalogue', () => {
  const sources = sourceFiles(['packages', 'gateway']).filter((file) => !file.endsWith(CATALOGUE));
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  const unused = Object.keys(errorCatalogue).filter((code) => !text.includes(`'${code}'`));
  expect(unused).toEqual([]);
  const used = [...text.matchAll(/new SojournError\(\s*'([a-z-]+)'/g)].map((match) => match[1] as string);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((code) => !Object.hasOwn(errorCatalogue, code))).toEqual([]);
});

test('the gateway, which imports nothing of ours, answers with codes of the catalogue and their statuses', () => {
  const text = readFileSync(join(root, 'gateway/src/exchange/problem.ts'), 'utf8');
  const answered = [...text.matchAll(/^ {2}'?([a-z-]+)'?: \[(\d{3}),/gm)];
  expect(answered.length).toBeGreaterThan(5);
  for (const [, code, status] of answered) {
    expect({ code, status: errorCatalogue[code as keyof typeof errorCatalogue]?.status }).toEqual({
      code,
      status: Number(status),
    });
  }
});

describe('the error catalogue', () => {
  it.each(Object.entries(errorCatalogue))('%s is complete', (code, { status, title, help }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title.length).toBeGreaterThan(5);
    expect(help).toMatch(/\.$/);
    // Clients of the reference look for the number in the text of a 403.
    if (status === 403) expect(title).toContain('403');
  });
});

describe('SojournError', () => {
  it('becomes problem details and carries its cause', () => {
    const cause = new Error('disk');
    const errors = [{ index: 3, path: 'data.ts', code: 'timestamp-invalid' }];
    const error = new SojournError('too-large', { detail: 'limit 50 MB', errors, cause, retryAfter: 3 });
    expect(error).toMatchObject({ code: 'too-large', status: 413, cause, retryAfter: 3 });
    expect(error.message).toContain('limit 50 MB');
    expect(error.toProblem()).toEqual({
      type: 'urn:sojourn:error:too-large',
      title: errorCatalogue['too-large'].title,
      status: 413,
      code: 'too-large',
      detail: 'limit 50 MB',
      errors,
    });
    expect(new SojournError('not-found').toProblem()).not.toHaveProperty('detail');
  });

  it('is told from other errors', () => {
    expect(isSojournError(new SojournError('internal'))).toBe(true);
    expect(isSojournError(new Error('internal'))).toBe(false);
    expect(isSojournError(null)).toBe(false);
    expect(isErrorCode('internal')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});

function sourceFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/node_modules|[/\\]dist[/\\]/.test(file)),
  );
}
