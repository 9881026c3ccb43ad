import type { KeyObject } from 'node:crypto';
import { type Entry, SojournError } from '@sojourn/datamodel';
import { openBlock } from '../../block/index.js';
import { damageOf } from '../person/live-set.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import { type IndexedBlock, isBodyOf } from '../person/stored-block.js';
import { placeAccepted } from '../upload/put.js';
import type { AcceptedItem } from '../upload/read-items.js';
import { Draft } from './draft.js';
import { profilePatchKey } from './inbox.js';
import { patched, profileDocument, readProfile } from './profile.js';

/** Entries that are settled with one commit. */
const settledTogether = 5000;

/**
 * Puts what came while the person was locked where it belongs, in order of arrival. Runs alone on the person's state.
 * @returns the number of entries settled
 */
export async function settleInbox(
  state: PersonState,
  openSealed: (sealed: string) => Promise<KeyObject | undefined>,
): Promise<number> {
  const inbox = state.blocks
    .filter(({ header }) => header.keyVersion === inboxKeyVersion)
    .sort((one, other) => one.header.commit - other.header.commit);
  let settled = 0;
  for (let next = 0; next < inbox.length; ) {
    const draft = await Draft.begin(state);
    let profile: Awaited<ReturnType<typeof readProfile>> | undefined;
    // Placed together, because what one commit adds cannot see itself: a phone may have sent the same twice.
    const accepted: AcceptedItem[] = [];
    let count = 0;
    for (; next < inbox.length && count < settledTogether; next++) {
      const block = inbox[next]!;
      const entries = await openInboxBlock(state, block, openSealed);
      if (!entries) continue;
      if (block.header.store === 'quarantine') draft.addQuarantined(entries);
      else if (block.header.keys[0] === profilePatchKey) {
        profile = patched(profile ?? (await readProfile(state)), entries[0]!.data);
      } else {
        for (const entry of entries) accepted.push(acceptedAgain(entry, accepted.length));
      }
      draft.removeBlock(block);
      count += entries.length;
    }
    await placeAccepted(state, accepted, draft);
    const change = await draft.finish();
    if (change) {
      const documents = profile ? await profileDocument(state, profile) : {};
      await state.apply({ ...change, documents });
    }
    settled += count;
  }
  return settled;
}

function acceptedAgain(entry: Entry, index: number): AcceptedItem {
  const { type, key, write_ts: writeTs } = entry.metadata;
  return { index, entry, identity: { type: type ?? '', key, writeTs } };
}

async function openInboxBlock(
  state: PersonState,
  block: IndexedBlock,
  openSealed: (sealed: string) => Promise<KeyObject | undefined>,
): Promise<Entry[] | undefined> {
  const body = await state.body(block);
  try {
    if (!body || !isBodyOf(block, body)) throw new SojournError('block-damaged');
    const start = body.length - block.header.bytes;
    const key = await openSealed(Buffer.from(body.subarray(0, start)).toString());
    if (!key) throw new SojournError('block-damaged');
    return openBlock(block.headerBytes, body.subarray(start), key).objects();
  } catch {
    state.noteDamage(damageOf(block));
    return undefined;
  }
}
