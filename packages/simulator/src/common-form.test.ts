import { toCommonForm } from '@sojourn/datamodel/formats';
import { expect, test } from 'vitest';
import { simulate } from './index.js';

test.each(['android', 'ios'] as const)(
  'everything that a simulated %s phone writes has a common form',
  (platform) => {
    for (const { entries } of simulate({ seed: 'common form', people: 2, days: 7, platform })) {
      for (const entry of entries) {
        const result = toCommonForm(entry);
        expect(result, `${entry.metadata.key} ${JSON.stringify(entry.data)}`).toMatchObject({ ok: true });
      }
    }
  },
);
