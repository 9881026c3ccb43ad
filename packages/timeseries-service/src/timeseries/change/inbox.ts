import { createHmac, randomBytes } from 'node:crypto';
import type { Entry } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import { type SealedBlock, sealBlock } from '../../block/index.js';
import { inboxKeyVersion, type PersonState } from '../person/person-state.js';
import { quarantineEntry } from '../upload/quarantine.js';
import type { AcceptedItem, RejectedItem } from '../upload/read-items.js';

/** Stream of profile changes that wait in the inbox. */
export const profilePatchKey = 'profile/patch';

/** What reaches a locked person. */
export type Kept =
  | {
      readonly kind: 'upload';
      readonly accepted: readonly AcceptedItem[];
      readonly rejected: readonly RejectedItem[];
    }
  | { readonly kind: 'profile'; readonly patch: Readonly<Record<string, unknown>> };

/**
 * Seals to the person's public key what came while they are locked: each block under a one-time key that is wrapped to
 * the public key and stands before the body. Nothing but the person's key can open it, and nothing is compared with
 * what is stored before that happens; only a resend of the very same content is noticed.
 * @returns whether it was new
 */
export async function keepForUnlock(
  state: PersonState,
  kept: Kept,
  marks: Readonly<Record<string, number>> = {},
): Promise<boolean> {
  const commit = state.head.sequence + 1;
  const add: SealedBlock[] = [];
  for (const { entries, ...about } of partsOf(state, kept)) {
    const id = contentId(state, about.identity, entries);
    if (entries.length === 0 || state.isLive(id)) continue;
    const { key, sealed } = await state.keys.sealedKey();
    const block = sealBlock(
      entries,
      { ...about, person: state.id, commit, generation: 0, id, effort: 'fast' },
      { version: inboxKeyVersion, key },
    );
    add.push({ ...block, body: Buffer.concat([Buffer.from(sealed), block.body]) });
  }
  if (add.length === 0) {
    state.touch(marks);
    return false;
  }
  const waitingSince = state.head.waitingSince ?? state.context.clock() / 1000;
  await state.apply({ add, head: { sequence: commit, marks, waitingSince } });
  return true;
}

interface Part {
  readonly store: 'usercache' | 'quarantine';
  readonly identity: 'upload' | 'id';
  readonly entries: readonly Entry[];
}

function partsOf(state: PersonState, kept: Kept): Part[] {
  const now = state.context.clock();
  if (kept.kind === 'profile') {
    const entry: Entry = {
      _id: { $oid: randomBytes(12).toString('hex') },
      user_id: { $uuid: state.id },
      metadata: { key: profilePatchKey, platform: 'server', write_ts: now / 1000 },
      data: { ...kept.patch },
    };
    return [{ store: 'usercache', identity: 'id', entries: [entry] }];
  }
  const key = state.keys.servicePurpose('quarantine');
  return [
    { store: 'usercache', identity: 'upload', entries: kept.accepted.map(({ entry }) => entry) },
    {
      store: 'quarantine',
      identity: 'id',
      entries: kept.rejected.map((item) => quarantineEntry(item, state.id, key, now)),
    },
  ];
}

/** Of everything that was sent; the metadata of what was set aside or patched is the moment of its arrival. */
function contentId(state: PersonState, identity: Part['identity'], entries: readonly Entry[]): string {
  const hash = createHmac('sha256', state.keys.servicePurpose('inbox'));
  for (const entry of entries) {
    const sent = identity === 'upload' ? entry : entry.data;
    hash.update(entry._id.$oid).update(stringifyWire(sent as never));
  }
  return hash.digest('hex').slice(0, 32);
}
