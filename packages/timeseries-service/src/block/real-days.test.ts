import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { parseWire } from '@sojourn/datamodel/wire';
import { describe, expect, test } from 'vitest';
import { roundTrip, textOf, wireText } from './testing.js';

const folder = fileURLToPath(new URL('../../../../../shared/real-days/', import.meta.url));
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json.gz')) : [];

/** All entries of a file: a list of them, or results by stream. */
function entriesOf(file: string): Entry[] {
  const content = parseWire(gunzipSync(readFileSync(folder + file)).toString('utf8')) as {
    analysis?: Record<string, Entry[]>;
  };
  const lists = Array.isArray(content) ? [content as Entry[]] : Object.values(content.analysis ?? {});
  return lists.flat().filter((entry) => typeof entry?.metadata === 'object');
}

describe.skipIf(!present)('recorded days (skipped where ../shared/real-days is missing)', () => {
  test.each(files)('%s comes back the same', (file) => {
    const entries = entriesOf(file);
    for (let start = 0; start < entries.length; start += 512) {
      const part = entries.slice(start, start + 512);
      const block = roundTrip(part);
      expect(textOf(block.json(undefined, '\n'))).toBe(wireText(part));
      expect(wireText(block.objects())).toBe(wireText(part));
    }
  });

  test('take at most 16 bytes an entry in blocks of 512', () => {
    const streams = new Map<string, Entry[]>();
    for (const entry of files.filter((name) => name.endsWith('.entries.json.gz')).flatMap(entriesOf)) {
      const stream = streams.get(entry.metadata.key) ?? [];
      streams.set(entry.metadata.key, stream);
      stream.push(entry);
    }
    let bytes = 0;
    let count = 0;
    for (const entries of streams.values()) {
      entries.sort((one, other) => one.metadata.write_ts - other.metadata.write_ts);
      for (let start = 0; start < entries.length; start += 512) {
        const part = entries.slice(start, start + 512);
        bytes += roundTrip(part).header.bytes + 160;
        count += part.length;
      }
    }
    expect(bytes / count).toBeLessThan(16);
  });
});
