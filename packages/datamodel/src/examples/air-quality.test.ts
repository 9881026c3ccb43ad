import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validateEntry } from '@sojourn/datamodel';
import { expect, expectTypeOf, it } from 'vitest';
import { type AirQuality, airQuality, streams } from './air-quality.js';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const reading = (data: object) => ({
  metadata: { key: 'my_study/air_quality', type: 'message', platform: 'android', write_ts: 1718000005 },
  data: { ts: 1718000001.5, sensor: 'A7', pm25: 12.5, ...data },
});

it('has its entries checked like those of the platform', () => {
  expect(validateEntry(streams, reading({}))).toEqual({ ok: true });
  expect(validateEntry(streams, reading({ sensor: 7 }))).toEqual({
    ok: false,
    code: 'entry-field-invalid',
    path: 'data.sensor',
  });
  expect(validateEntry(streams, reading({ ts: undefined }))).toEqual({
    ok: false,
    code: 'entry-field-missing',
    path: 'data.ts',
  });
});

it('knows what follows from the schema', () => {
  expect(airQuality).toMatchObject({
    store: 'raw',
    identity: 'upload',
    timeFields: ['metadata.write_ts', 'data.ts'],
    localDates: ['local_dt'],
  });
  expectTypeOf<AirQuality['sensor']>().toEqualTypeOf<string>();
  expectTypeOf<AirQuality['pm25']>().toEqualTypeOf<number | null | undefined>();
});

it('is what the documentation shows', () => {
  const page = readFileSync(pathOf('../../../../docs/define-a-stream.md'), 'utf8');
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block);
  expect(blocks).toContain(readFileSync(pathOf('./air-quality.ts'), 'utf8'));
});
