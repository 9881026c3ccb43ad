import { SojournError } from '@sojourn/datamodel';
import type { PersonState } from '../person/person-state.js';
import type { GrantedLease, Lease } from '../timeseries.js';

/** The lease of a person, as long as it lives. */
export function liveLease(state: PersonState): Lease | undefined {
  const { lease } = state.head;
  return lease && lease.expires > state.context.clock() ? lease : undefined;
}

/** Whose lease is taken over although it lives. Its fencing token is worth nothing from then on. */
export interface TakeOver {
  /** A lease that has been held for longer. */
  readonly heldForMs?: number | undefined;
  /** A lease of the same owner: what an earlier try of the same work has left. */
  readonly resume?: boolean;
}

/** @throws SojournError `run-in-progress` */
export async function acquireLease(
  state: PersonState,
  owner: string,
  ttlMs: number,
  { heldForMs = Number.POSITIVE_INFINITY, resume = false }: TakeOver = {},
): Promise<GrantedLease> {
  const now = state.context.clock();
  const held = liveLease(state);
  const isOwn = resume && held?.owner === owner;
  if (held && !isOwn && now - held.since <= heldForMs) throw new SojournError('run-in-progress');
  const fence = state.head.fences + 1;
  const lease = { owner, fence, since: now, expires: now + ttlMs };
  await state.apply({ head: { lease, fences: fence } });
  return { ...lease, sequence: state.head.sequence };
}

/** @throws SojournError `lease-lost` */
export async function renewLease(state: PersonState, fence: number, ttlMs: number): Promise<GrantedLease> {
  const lease = { ...assertLease(state, fence), expires: state.context.clock() + ttlMs };
  await state.apply({ head: { lease } });
  return { ...lease, sequence: state.head.sequence };
}

/** Gives a lease back, unless it is lost already. */
export async function releaseLease(state: PersonState, fence: number): Promise<void> {
  if (state.head.lease?.fence === fence) await state.apply({ head: { lease: null } });
}

/** @throws SojournError `lease-lost` unless the lease with this fencing token lives */
export function assertLease(state: PersonState, fence: number): Lease {
  const lease = liveLease(state);
  if (lease?.fence !== fence) throw new SojournError('lease-lost');
  return lease;
}
