import { describe, expect, it } from 'vitest';
import { createSettings, defaultSettings } from './index.js';

describe('settings', () => {
  it('have the defaults of the reference', () => {
    expect(createSettings()).toEqual(defaultSettings);
    expect(defaultSettings['intake.cleaning.filter_accuracy.enable']).toBe(false);
    expect(defaultSettings['analysis.result.section.key']).toBe('analysis/inferred_section');
  });

  it('take overrides by name', () => {
    const settings = createSettings({ 'intake.rederive': 'full', 'section.startStopRadius': 200 });
    expect(settings['intake.rederive']).toBe('full');
    expect(settings['section.startStopRadius']).toBe(200);
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it.each([
    ['intake.unknown', true],
    ['__proto__x', 1],
    ['intake.rederive', 'sometimes'],
    ['intake.segmentation.missing_filter', 'guess'],
    ['intake.cleaning.filter_accuracy.enable', 'true'],
    ['section.startStopRadius', -1],
    ['userinput.keylist', [1]],
    ['study.vehicle_identities', ['car']],
    ['study.expectations', ['relaxed']],
    ['intake.alternatives', ['none']],
    ['classification.inference.mode.forest', null],
  ])('refuse %s = %j and name it', (name, value) => {
    expect(() => createSettings({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'request-invalid', detail: expect.stringContaining(name) }),
    );
  });
});
