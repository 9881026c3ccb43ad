import { expect, test } from 'vitest';
import { settingsInForce } from './settings-in-force.js';

test('settings have their path, what they are by default, and the variable that sets them', () => {
  const file = (port: unknown, max: number) => ({
    http: { port },
    trustedProxies: [],
    pipelines: { api: { policies: [{ log: null }, { 'rate-limit': { action: { max } } }] } },
  });
  expect(
    settingsInForce({
      settings: file(9000, 50),
      defaults: file(8080, 6000),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the file has it so
      written: file('${SOJOURN_PORT:-8080}', 50),
    }),
  ).toEqual([
    { name: 'http.port', value: 9000, isDefault: false, variable: 'SOJOURN_PORT' },
    { name: 'pipelines.api.rate-limit.max', value: 50, isDefault: false, variable: null },
    { name: 'trustedProxies', value: [], isDefault: true, variable: null },
  ]);
});

test('a setting that only one side has is listed, too', () => {
  const settings = { settings: { a: 1 }, defaults: { b: 2 }, written: {} };
  expect(settingsInForce(settings)).toEqual([
    { name: 'a', value: 1, isDefault: false, variable: null },
    { name: 'b', value: null, isDefault: false, variable: null },
  ]);
});
