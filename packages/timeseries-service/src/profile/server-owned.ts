import { SojournError } from '@sojourn/datamodel';
import { maximumDepth } from '@sojourn/datamodel/wire';

/** Members that the server writes; phones may read them. */
const SERVER_OWNED = new Set([
  '_id',
  'user_id',
  'source',
  'create_ts',
  'update_ts',
  'mpg_array',
  'pipeline_range',
  'total_trips',
  'labeled_trips',
  'mode',
  'purpose',
  'replaced_mode',
]);

/** Parts of a dotted name. */
const LONGEST_NAME = 16;

/** Names that would reach into the language's own objects when they are followed member by member. */
const UNUSABLE = new Set(['__proto__', 'constructor', 'prototype', '']);

/**
 * The part of a phone's update that it may change. Members of the server are passed over, as phones send the
 * whole profile back; unknown ones are kept. A dotted name addresses a nested member.
 * @throws SojournError `request-invalid` when the update is nested as deeply as no profile is
 */
export function ownedByPhone(update: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (isDeeperThan(update, maximumDepth)) {
    throw new SojournError('request-invalid', { errors: [{ path: 'update_doc', code: 'invalid' }] });
  }
  return Object.fromEntries(Object.entries(update).filter(([name]) => isOwnedByPhone(name)));
}

function isOwnedByPhone(name: string): boolean {
  const parts = name.split('.');
  const [member = ''] = parts;
  if (parts.length > LONGEST_NAME || parts.some((part) => UNUSABLE.has(part))) return false;
  return !SERVER_OWNED.has(member) && !member.startsWith('last_') && !member.endsWith('_trips');
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}
