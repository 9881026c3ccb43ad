import { standardStreams, validateEntry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import { expect, test } from 'vitest';
import { simulate } from './index.js';

test.each(['android', 'ios'] as const)('everything that a simulated %s phone writes is valid', (platform) => {
  for (const { entries } of simulate({ seed: 'common form', people: 2, days: 7, platform })) {
    for (const entry of entries) {
      const seen = `${entry.metadata.key} ${JSON.stringify(entry.data)}`;
      expect(validateEntry(standardStreams, entry, { form: 'phone' }), seen).toMatchObject({ ok: true });
      const common = toCommonForm(entry);
      expect(common, seen).toMatchObject({ ok: true });
      if (common.ok) expect(validateEntry(standardStreams, common.entry), seen).toMatchObject({ ok: true });
    }
  }
});
