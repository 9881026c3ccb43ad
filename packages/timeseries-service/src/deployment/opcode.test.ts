import { describe, expect, it } from 'vitest';
import { checkOpcode, isSuspended } from './opcode.js';
import { createStudy } from './study.js';

const open = createStudy('demo', {});
const plain = createStudy('demo', { opcode: { autogen: true } });
const grouped = createStudy('demo', {
  opcode: { autogen: true, subgroups: ['test', 'early'], suspended_subgroups: ['early'] },
});

describe('checkOpcode', () => {
  it('lets every token pass without a study or without an opcode section', () => {
    expect(checkOpcode(undefined, 'anything')).toBeUndefined();
    expect(checkOpcode(open, 'anything')).toBeUndefined();
  });

  it('knows only the default subgroup when the study lists none', () => {
    expect(checkOpcode(plain, 'nrelop_demo_default_Xk29fQ')).toBeUndefined();
    expect(checkOpcode(plain, 'nrelop_demo_test_Xk29fQ')?.reason).toContain('test');
  });

  it('accepts listed subgroups only and names the one it refuses', () => {
    expect(checkOpcode(grouped, 'nrelop_demo_test_Xk29fQ')).toBeUndefined();
    expect(checkOpcode(grouped, 'nrelop_demo_default_Xk29fQ')?.reason).toContain('default');
  });

  it.each(['', 'nrelop', 'nrelop_demo_Xk29fQ'])('refuses the short code "%s"', (token) => {
    expect(checkOpcode(grouped, token)).toBeDefined();
  });
});

describe('isSuspended', () => {
  it('is true for tokens of a suspended subgroup alone', () => {
    expect(isSuspended(grouped, 'nrelop_demo_early_Xk29fQ')).toBe(true);
    expect(isSuspended(grouped, 'nrelop_demo_test_Xk29fQ')).toBe(false);
    expect(isSuspended(plain, 'nrelop_demo_early_Xk29fQ')).toBe(false);
    expect(isSuspended(undefined, 'nrelop_demo_early_Xk29fQ')).toBe(false);
  });
});
