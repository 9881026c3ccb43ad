import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { problemCodes, problemJson, statusOf } from './problem.js';

const catalogue = readFileSync(fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)), 'utf8');

test.each(problemCodes)('%s is in the catalogue of the platform, with the same status and title', (code) => {
  const section = catalogue.split(/^## /m).find((text) => text.startsWith(`${code}\n`));
  const { title } = JSON.parse(problemJson(code)) as { title: string };
  expect(section).toContain(String(statusOf(code)));
  expect(section).toContain(title);
});

test('problem details have the members of RFC 9457', () => {
  expect(JSON.parse(problemJson('rate-limited', 'slowly'))).toEqual({
    type: 'urn:sojourn:error:rate-limited',
    title: 'Too many requests',
    status: 429,
    code: 'rate-limited',
    detail: 'slowly',
  });
});
