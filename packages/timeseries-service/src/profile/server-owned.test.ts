import { describe, expect, it } from 'vitest';
import { ownedByPhone } from './server-owned.js';

describe('ownedByPhone', () => {
  it('refuses what is nested without end', () => {
    const deep = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(() => ownedByPhone(deep)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  it('keeps what phones send, unknown members too', () => {
    const update = {
      phone_lang: 'en',
      curr_sync_interval: 3600,
      platform: 'android',
      'reminder.time': '21:00',
    };
    expect(ownedByPhone(update)).toEqual(update);
  });

  it.each([
    '_id',
    'user_id',
    'source',
    'create_ts',
    'update_ts',
    'pipeline_range',
    'pipeline_range.end_ts',
    'total_trips',
    'labeled_trips',
    'last_call_ts',
    'last_location_ts',
    'mode',
    'mode.sled.frequency',
    '__proto__.polluted',
    'a.constructor.prototype.b',
    'a..b',
    'a'.repeat(17).split('').join('.'),
    '',
  ])('passes over "%s"', (name) => {
    expect(ownedByPhone({ [name]: 'mine', kept: 1 })).toEqual({ kept: 1 });
  });
});
