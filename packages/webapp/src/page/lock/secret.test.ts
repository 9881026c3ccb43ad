import { expect, test } from 'vitest';
import { unlockOf } from './secret.js';

test('a passphrase is taken as it is typed, a key as base64url, and nothing that can be neither', () => {
  expect(unlockOf('passphrase', ' correct horse ', 900)).toEqual({ passphrase: ' correct horse ', ttl: 900 });
  expect(unlockOf('passphrase', 'short', 900)).toBeUndefined();
  expect(unlockOf('key', `${'A'.repeat(43)}\n`, 60)).toEqual({ privateKey: new Uint8Array(32), ttl: 60 });
  expect(unlockOf('key', 'correct horse battery', 60)).toBeUndefined();
});
