import { describe, expect, it, vi } from 'vitest';
import { battery, SOME_TIME, startService } from './testing/index.js';

describe('compaction', () => {
  it('merges what uploads have left behind, round after round, and loses nothing', async () => {
    const service = await startService({ compactSeconds: 0.01 });
    try {
      const { token } = await service.participant();
      for (let second = 0; second < 5; second += 1) {
        const entries = [battery(SOME_TIME + second)];
        await service.post('/usercache/put', { user: token, phone_to_server: entries });
      }
      await vi.waitFor(() => expect(service.log.join('')).toContain('"msg":"compacted"'), {
        timeout: 120_000,
      });
      const headers = { authorization: `Bearer ${token}` };
      expect((await service.post('/v2/entries/count', { keys: null }, headers)).json).toEqual({ count: 5 });
    } finally {
      await service.stop();
    }
  });
});
