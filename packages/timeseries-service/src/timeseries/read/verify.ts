import { setImmediate } from 'node:timers/promises';
import { damageOf } from '../person/live-set.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import { isBodyOf } from '../person/stored-block.js';
import type { Damage } from '../timeseries.js';
import { retryReplaced } from './retry.js';

/** Opens every block afresh. What the head says of the set of blocks was compared when the person was loaded. */
export async function verifyPerson(state: PersonState): Promise<Damage[]> {
  state.assertOpen();
  state.forget();
  await retryReplaced(async () => {
    for (const [index, block] of state.blocks.entries()) {
      if (index % 32 === 31) await setImmediate();
      if (block.header.keyVersion !== inboxKeyVersion) {
        await state.open(block);
        continue;
      }
      const body = await state.body(block);
      if (state.isLive(block.id) && !(body && isBodyOf(block, body))) state.noteDamage(damageOf(block));
    }
  });
  return [...state.damage];
}
