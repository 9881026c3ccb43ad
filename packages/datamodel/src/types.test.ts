import { describe, expectTypeOf, it } from 'vitest';
import { type CommonFormResult, toCommonForm, toPhoneForm } from './formats/index.js';
import type { Point } from './geo/index.js';
import type {
  Entry,
  EntryVerdict,
  ErrorCode,
  PhoneEntry,
  SojournError,
  StandardData,
  StandardKey,
  Stream,
} from './index.js';
import type { Label, Location, MotionType } from './streams/index.js';
import type { LocalDate } from './time/index.js';
import { type ObjectId, parseUpload, type UploadItem, type Uuid, type WireObject } from './wire/index.js';

describe('types', () => {
  it('of entries', () => {
    expectTypeOf<Entry['_id']>().toEqualTypeOf<ObjectId>();
    expectTypeOf<Entry['user_id']>().toEqualTypeOf<Uuid | null>();
    expectTypeOf<Entry<Location>>().toExtend<PhoneEntry<Location>>();
    expectTypeOf<Entry<Location>['data']['latitude']>().toEqualTypeOf<number>();
  });

  it('of the payload of a key', () => {
    expectTypeOf<StandardData['background/location']>().toEqualTypeOf<Location>();
    expectTypeOf<StandardData['manual/mode_confirm']>().toEqualTypeOf<Label>();
    expectTypeOf<Location['loc']>().toEqualTypeOf<Point | undefined>();
    expectTypeOf<Location['local_dt']>().toEqualTypeOf<LocalDate | undefined>();
    expectTypeOf<Location['heading']>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<'analysis/confirmed_trip'>().toExtend<StandardKey>();
    expectTypeOf<'no/such_key'>().not.toExtend<StandardKey>();
  });

  it('of codes and errors', () => {
    expectTypeOf<MotionType>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5 | 7 | 8 | 9 | 10 | 11>();
    expectTypeOf<'cursor-invalid'>().toExtend<ErrorCode>();
    expectTypeOf<SojournError['code']>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<Extract<EntryVerdict, { ok: false }>['code']>().toEqualTypeOf<ErrorCode>();
  });

  it('of conversions', () => {
    expectTypeOf(toCommonForm<Entry>).returns.toEqualTypeOf<CommonFormResult<Entry>>();
    expectTypeOf(toPhoneForm).returns.toEqualTypeOf<PhoneEntry | undefined>();
  });

  it('of uploads', () => {
    expectTypeOf(parseUpload).returns.toHaveProperty('entries').toEqualTypeOf<readonly UploadItem[]>();
    expectTypeOf<Extract<UploadItem, { error?: undefined }>['value']>().toEqualTypeOf<WireObject>();
  });

  it('of streams', () => {
    expectTypeOf<Stream['store']>().toEqualTypeOf<'raw' | 'analysis' | 'model' | 'state' | 'phone'>();
  });
});
