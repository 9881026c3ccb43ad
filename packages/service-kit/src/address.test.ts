import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, socketPath } from './address.js';

describe('parseAddress', () => {
  it.each([
    ['unix:/run/a.sock', { kind: 'unix', path: '/run/a.sock' }],
    ['127.0.0.1:8080', { kind: 'tcp', host: '127.0.0.1', port: 8080 }],
    ['localhost:0', { kind: 'tcp', host: 'localhost', port: 0 }],
    ['[::1]:443', { kind: 'tcp', host: '::1', port: 443 }],
  ])('reads %s and writes it back', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
    expect(formatAddress(parseAddress(text))).toBe(text);
  });

  it.each(['', 'unix:', '8080', ':8080', 'host:', 'host:99999', 'http://host:80', 'a b:1', '::1:80'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    },
  );
});

describe('socketPath', () => {
  const deep = 'd'.repeat(100);

  it('keeps a path that fits', () => {
    expect(socketPath('/run/a.sock')).toBe('/run/a.sock');
  });

  it('shortens a long one relative to the working directory', () => {
    const path = resolve(`${deep}.s`);
    expect(Buffer.byteLength(path)).toBeGreaterThan(103);
    expect(socketPath(path)).toBe(`${deep}.s`);
  });

  it('refuses what no form fits', () => {
    expect(() => socketPath(`/${deep}/${deep}/a.sock`)).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});
