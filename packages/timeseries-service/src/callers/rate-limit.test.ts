import { describe, expect, it } from 'vitest';
import { createRateLimiter } from './rate-limit.js';

function limiterAt(limit: { burst: number; perSecond: number }) {
  let now = 0;
  const limiter = createRateLimiter(limit, () => now);
  return { limiter, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('createRateLimiter', () => {
  it('lets a burst through, then says how long to wait', () => {
    const { limiter, pass } = limiterAt({ burst: 2, perSecond: 0.5 });
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([undefined, undefined, 2]);
    pass(2000);
    expect([limiter.take('a'), limiter.take('a')]).toEqual([undefined, 2]);
  });

  it('keeps people apart', () => {
    const { limiter } = limiterAt({ burst: 1, perSecond: 1 });
    expect([limiter.take('a'), limiter.take('b'), limiter.take('a')]).toEqual([undefined, undefined, 1]);
  });

  it('never fills beyond the burst', () => {
    const { limiter, pass } = limiterAt({ burst: 2, perSecond: 10 });
    limiter.take('a');
    pass(3_600_000);
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([undefined, undefined, 1]);
  });

  it('is off when the burst is zero', () => {
    const { limiter } = limiterAt({ burst: 0, perSecond: 0 });
    expect(limiter.take('a')).toBeUndefined();
  });

  it('forgets rested people, so that its memory is bounded', () => {
    const { limiter, pass } = limiterAt({ burst: 1, perSecond: 1 });
    for (let person = 0; person < 20_000; person += 1) limiter.take(`person-${person}`);
    pass(1000);
    expect(limiter.take('person-1')).toBeUndefined();
    expect(limiter.take('person-1')).toBe(1);
  });
});
