import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../entry.js';
import { normaliseUpload, toPhoneForm } from '../formats/index.js';
import { validateEntry } from '../validate-entry.js';
import { parseWire } from '../wire/index.js';
import { standardStreams } from './index.js';

const folder = fileURLToPath(new URL('../../../../../shared/real-days/', import.meta.url));
const present = existsSync(folder);
const named = (pattern: RegExp): string[] =>
  present ? readdirSync(folder).filter((name) => pattern.test(name)) : [];

function read(file: string): unknown {
  return parseWire(gunzipSync(readFileSync(folder + file)).toString());
}

describe.skipIf(!present)(`real days${present ? '' : ' (skipped: no folder ../shared/real-days)'}`, () => {
  it.each(named(/\.(entries|user_inputs.*)\.json\.gz$/))(
    '%s: every entry is valid, stored and uploaded',
    (file) => {
      for (const entry of read(file) as Entry[]) {
        expect(validateEntry(standardStreams, entry, { form: 'server' })).toEqual({ ok: true });
        const phone = toPhoneForm(entry);
        if (phone === undefined) continue;
        expect(normaliseUpload(phone)).toBe(phone);
        expect(validateEntry(standardStreams, phone)).toEqual({ ok: true });
      }
    },
  );

  it.each(named(/reference-output\.json\.gz$/))('%s: every result has what its stream requires', (file) => {
    const { analysis } = read(file) as { analysis: Record<string, Entry[]> };
    for (const [key, entries] of Object.entries(analysis)) {
      expect(standardStreams.get(key)?.key).toBe(key);
      for (const entry of entries) {
        expect(validateEntry(standardStreams, entry, { form: 'server' })).toEqual({ ok: true });
        const issues = standardStreams.get(key)?.data.safeParse(entry.data).error?.issues ?? [];
        expect(issues.map(({ path, message }) => `${key} ${path.join('.')}: ${message}`)).toEqual([]);
      }
    }
  });
});
