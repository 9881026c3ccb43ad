import { expect, test } from 'vitest';
import { settingsInForce } from './index.js';

test('settings say what they are, whether somebody set them, and by which variable', () => {
  const settings = { pollSeconds: 5, limits: { entries: 3 }, mongodbUrl: 'mongodb://me:secret@db' };
  const defaults = { pollSeconds: 60, limits: { entries: 3 }, studyConfig: undefined };
  expect(settingsInForce(settings, { defaults, variables: { pollSeconds: 'SOJOURN_POLL_SECONDS' } })).toEqual(
    [
      { name: 'limits', value: { entries: 3 }, isDefault: true, variable: null },
      { name: 'mongodbUrl', value: '[hidden]', isDefault: false, variable: null },
      { name: 'pollSeconds', value: 5, isDefault: false, variable: 'SOJOURN_POLL_SECONDS' },
      { name: 'studyConfig', value: null, isDefault: true, variable: null },
    ],
  );
});

test('a name that looks like that of a secret hides the value, unless it is known to be none', () => {
  const settings = { 'section.key': 'analysis/cleaned_section', apiKey: 'hush' };
  const shown = settingsInForce(settings, { defaults: {}, open: ['section.key'] });
  expect(shown.map(({ value }) => value)).toEqual(['[hidden]', 'analysis/cleaned_section']);
});

test('a long value is shortened to what fits a table', () => {
  const forest = { trees: Array.from({ length: 5_000 }, (_, index) => index) };
  const [setting] = settingsInForce({ forest }, { defaults: { forest: {} } });
  expect(JSON.stringify(setting).length).toBeLessThan(1_000);
  expect(setting).toMatchObject({ name: 'forest', isDefault: false });
});
