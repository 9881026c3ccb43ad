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

/** Names that would reach into the language's own objects when they are followed member by member. */
const UNUSABLE = new Set(['__proto__', 'constructor', 'prototype', '']);

/**
 * The part of a phone's update that it may change. Members of the server are passed over, as phones send the
 * whole profile back; unknown ones are kept. A dotted name addresses a nested member.
 */
export function ownedByPhone(update: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(update).filter(([name]) => isOwnedByPhone(name)));
}

function isOwnedByPhone(name: string): boolean {
  const parts = name.split('.');
  const [member = ''] = parts;
  if (parts.some((part) => UNUSABLE.has(part))) return false;
  return !SERVER_OWNED.has(member) && !member.startsWith('last_') && !member.endsWith('_trips');
}
