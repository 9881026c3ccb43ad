import { createSecretKey } from 'node:crypto';
import type { Entry } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { BlockAbout, BlockOptions, ColumnBlock } from './index.js';
import { openBlock, sealBlock } from './index.js';

/** What the tests of this folder share. */

export const testPerson = '0f5a1c3e7b9d4f6080a2c4e6f8091b3d';
export const testKey = createSecretKey(Buffer.alloc(32, 7));
export const testAbout: BlockAbout = {
  person: testPerson,
  store: 'raw',
  identity: 'id',
  commit: 7,
  generation: 0,
};

/** Seals entries and opens the block again. */
export function roundTrip(
  entries: readonly object[],
  about: Partial<BlockAbout> = {},
  options: BlockOptions = {},
): ColumnBlock {
  const sealed = sealBlock(
    entries as Entry[],
    { ...testAbout, ...about },
    { version: 1, key: testKey },
    options,
  );
  return openBlock(sealed.header, sealed.body, testKey, options);
}

/** The wire text that a block must give for entries. */
export function wireText(entries: readonly object[], separator = '\n'): string {
  return entries.map((entry) => stringifyWire(entry)).join(separator);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Invented positions of one hour, in the common form, at a UTC offset. */
export function sampleLocations(count: number, start = 1_700_000_000, offset = '+01:00'): object[] {
  return Array.from({ length: count }, (_, index) => {
    const ts = start + index * 30 + (index % 7) / 1000;
    const date = new Date(
      (Math.floor(ts) + Number(offset.slice(1, 3)) * 3600 * (offset[0] === '-' ? -1 : 1)) * 1000,
    );
    const fraction = index % 7 === 0 ? '' : `.${String(index % 7).padStart(3, '0')}000`;
    const time = `${date.toISOString().slice(0, 19)}${fraction}${offset}`;
    const local = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      weekday: (date.getUTCDay() + 6) % 7,
      timezone: 'Europe/Paris',
    };
    const latitude = Math.round((48.8 + index / 1e4) * 1e7) / 1e7;
    const longitude = Math.round((2.3 - index / 7e3) * 1e7) / 1e7;
    return {
      _id: { $oid: `${Math.floor(ts).toString(16)}a1b2c3d4e5${(0x10f000 + index).toString(16)}` },
      user_id: { $uuid: testPerson },
      metadata: {
        key: 'background/location',
        platform: 'android',
        read_ts: 0,
        time_zone: 'Europe/Paris',
        type: 'sensor-data',
        write_ts: ts,
        write_local_dt: { ...local },
        write_fmt_time: time,
      },
      data: {
        accuracy: 10 + (index % 50) / 10,
        altitude: 35,
        elapsedRealtimeNanos: 1_000_000_000_000 + index * 30_000_000_000,
        filter: 'time',
        fmt_time: time,
        latitude,
        longitude,
        sensed_speed: (index % 13) / 10,
        ts,
        local_dt: { ...local },
        loc: { type: 'Point', coordinates: [longitude, latitude] },
        heading: (index * 37) % 360,
      },
    };
  });
}
