import { describe, expect, it } from 'vitest';
import { createStudy } from '../deployment/index.js';
import { createTokenRule, resolveMode } from './auth-mode.js';

const isIssued = async (token: string) => token === 'issued';
const options = { secrets: [], study: undefined, isIssued };

describe('createTokenRule', () => {
  it('skip accepts everything', async () => {
    expect(await createTokenRule({ ...options, mode: 'skip' })('whatever')).toBe(true);
  });

  it('token_list accepts issued tokens, by exact match', async () => {
    const accepts = createTokenRule({ ...options, mode: 'token_list' });
    expect(await accepts('issued')).toBe(true);
    expect(await accepts('issued2')).toBe(false);
  });

  it('secret accepts what starts with a secret', async () => {
    const accepts = createTokenRule({ ...options, mode: 'secret', secrets: ['open', 'sesame'] });
    expect(await accepts('sesame-anna')).toBe(true);
    expect(await accepts('open')).toBe(true);
    expect(await accepts('ope')).toBe(false);
    expect(await accepts('')).toBe(false);
  });

  it.each([[[]], [['']]])('secret refuses to start with %j', (secrets) => {
    expect(() => createTokenRule({ ...options, mode: 'secret', secrets })).toThrow('secret');
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
