import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Entry, PhoneEntry } from '../entry.js';
import { parseWire } from '../wire/index.js';
import { toCommonForm, toPhoneForm } from './index.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/real-days');
const present = existsSync(folder);
const files = present
  ? readdirSync(folder).filter((name) => /\.(entries|user_inputs.*)\.json\.gz$/.test(name))
  : [];

/**
 * Entries that no phone can have sent so: two variants of a day were made by editing the time of one activity by
 * hand, its text but not its local date.
 */
const editedByHand: readonly { file: string; writeTime: number; member: string }[] = [
  { file: 'android-2016-08-15-jumps-bus-start', writeTime: 1471274663.37, member: 'fmt_time' },
  { file: 'android-2016-08-15-jumps-straddle', writeTime: 1471274663.37, member: 'fmt_time' },
];

function comparable(entry: PhoneEntry, file: string): unknown {
  const edited = editedByHand.find(
    (edit) => file.startsWith(`${edit.file}.`) && edit.writeTime === entry.metadata.write_ts,
  );
  const data =
    edited && entry.metadata.key === 'background/motion_activity'
      ? { ...entry.data, [edited.member]: '' }
      : entry.data;
  return withoutWeekdays({ metadata: entry.metadata, data });
}

/** Two conventions occur in recorded days, so days of the week are left out of comparisons. */
function withoutWeekdays(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, member) => (name === 'weekday' ? undefined : member)));
}

describe.skipIf(!present)(`real days${present ? '' : ' (skipped: no folder ../shared/real-days)'}`, () => {
  it.each(files)('%s: every entry undone and converted again is the recorded one', (file) => {
    const entries = parseWire(gunzipSync(readFileSync(join(folder, file))).toString()) as unknown as Entry[];
    expect(entries.length).toBeGreaterThan(0);
    let replayed = 0;
    for (const entry of entries) {
      const phone = toPhoneForm(entry);
      if (phone === undefined) {
        expect(entry.metadata.platform).toBe('server');
        continue;
      }
      const result = toCommonForm(phone);
      expect(result.ok && comparable(result.entry, file)).toEqual(comparable(entry, file));
      replayed += 1;
    }
    expect(replayed).toBeGreaterThan(0);
  });

  it.each(files)('%s: converting recorded entries changes nothing', (file) => {
    const entries = parseWire(gunzipSync(readFileSync(join(folder, file))).toString()) as unknown as Entry[];
    for (const entry of entries) expect(toCommonForm(entry)).toEqual({ ok: true, entry });
  });
});
