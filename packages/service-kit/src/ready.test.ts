import { expect, it } from 'vitest';
import { announceReady, parseReady } from './ready.js';

it('is one line that can be read back', () => {
  const lines: string[] = [];
  announceReady({ public: '127.0.0.1:8080', internal: 'unix:/run/a.sock' }, (line) => lines.push(line));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(parseReady(lines[0]!)).toEqual({ public: '127.0.0.1:8080', internal: 'unix:/run/a.sock' });
});

it.each(['', 'hello', '{}', '{"ready":true}', '{"ready":{"public":1}}', 'null'])('is not %j', (line) => {
  expect(parseReady(line)).toBeUndefined();
});
