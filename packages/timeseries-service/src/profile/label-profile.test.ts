import { describe, expect, it } from 'vitest';
import { insertLabel } from './custom-labels.js';
import { labelsIn, withLabels } from './label-profile.js';

const labels = insertLabel({}, 'unicycle', 1_718_000_100_000);
const profile = { source: 'sojourn', mode: labels, purpose: {}, mpg_array: [32], create_ts: { $date: 1 } };

describe('labels in a profile', () => {
  it('are found by type; unknown types have none', () => {
    expect(labelsIn(profile, 'mode')).toEqual(labels);
    expect(labelsIn(profile, 'purpose')).toEqual({});
    expect(labelsIn(profile, 'replaced_mode')).toEqual({});
    expect(labelsIn(profile, 'toString')).toEqual({});
  });

  it.each(['source', 'mpg_array', 'create_ts'])('are not looked for under %s', (type) => {
    expect(() => labelsIn(profile, type)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  it('are replaced without touching the rest', () => {
    expect(withLabels(profile, 'purpose', labels)).toEqual({ ...profile, purpose: labels });
  });
});
