import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSessions } from './session.js';

describe('createSessions', () => {
  const key = randomBytes(32);

  it('gives back the token that it sealed, and shows it to nobody', async () => {
    const sessions = createSessions(key, 60, Date.now);
    const session = await sessions.seal('nrelop_demo_default_Xk29fQ');
    expect(Buffer.from(session.split('.').join(''), 'base64url').toString('latin1')).not.toContain('nrelop');
    expect(await sessions.open(session)).toBe('nrelop_demo_default_Xk29fQ');
  });

  it('ends after its lifetime', async () => {
    let now = 1_718_000_000_000;
    const sessions = createSessions(key, 60, () => now);
    const session = await sessions.seal('token');
    now += 59_000;
    expect(await sessions.open(session)).toBe('token');
    now += 2_000;
    expect(await sessions.open(session)).toBeUndefined();
  });

  it.each(['', 'garbage', 'a.b.c.d.e'])('does not open "%s"', async (session) => {
    expect(await createSessions(key, 60, Date.now).open(session)).toBeUndefined();
  });

  it('does not open a session of another server or an altered one', async () => {
    const sessions = createSessions(key, 60, Date.now);
    const session = await sessions.seal('token');
    const altered = `${session.slice(0, -2)}${session.endsWith('A') ? 'B' : 'A'}${session.slice(-1)}`;
    expect(await createSessions(randomBytes(32), 60, Date.now).open(session)).toBeUndefined();
    expect(await sessions.open(altered)).toBeUndefined();
  });
});
