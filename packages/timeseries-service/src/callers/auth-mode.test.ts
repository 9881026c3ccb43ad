import { describe, expect, it } from 'vitest';
import { createStudy } from '../deployment/index.js';
import { createTokenRule, resolveMode } from './auth-mode.js';

const options = { secrets: [], study: undefined };

describe('createTokenRule', () => {
  it('skip accepts what is not on the list, token_list does not', () => {
    expect(createTokenRule({ ...options, mode: 'skip' })('whatever')).toBe(true);
    expect(createTokenRule({ ...options, mode: 'token_list' })('whatever')).toBe(false);
  });

  it('secret accepts what starts with a secret', () => {
    const accepts = createTokenRule({ ...options, mode: 'secret', secrets: ['open', 'sesame'] });
    expect(accepts('sesame-anna')).toBe(true);
    expect(accepts('open')).toBe(true);
    expect(accepts('ope')).toBe(false);
    expect(accepts('')).toBe(false);
  });

  it.each([[[]], [['']]])('secret refuses to start with %j', (secrets) => {
    expect(() => createTokenRule({ ...options, mode: 'secret', secrets })).toThrow('at least one secret');
  });
});

describe('resolveMode', () => {
  it.each([
    [{ opcode: { autogen: true } }, 'skip'],
    [{ opcode: { autogen: false } }, 'token_list'],
    [{ opcode: {} }, 'token_list'],
    [{ intro: { program_or_study: 'program' } }, 'token_list'],
    [{ intro: { program_or_study: 'study' } }, 'skip'],
    [{}, 'skip'],
  ])('dynamic with %j is %s', (document, mode) => {
    expect(resolveMode('dynamic', createStudy('demo', document))).toBe(mode);
  });

  it('dynamic needs a study', () => {
    expect(() => resolveMode('dynamic', undefined)).toThrow('study configuration');
  });
});
