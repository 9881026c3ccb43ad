import { activityNames, motionCodes } from './android.js';
import { confidenceLevels } from './codes.js';
import { activityFlags, typeOfFlags } from './ios.js';

/** What stands at a member of a payload in all entries at hand. */
export type MemberKind = 'number' | 'text' | 'flag' | 'other';

/** A payload's members in their order. */
export type PayloadMembers = ReadonlyMap<string, MemberKind>;

/** A member of a converted payload, and what it comes from. */
export type PlannedMember = { readonly name: string } & (
  | { readonly as: 'member'; readonly member: string }
  /** `metadata.write_ts`. */
  | { readonly as: 'write-time' }
  /** Computed from other members of the payload; undefined where that cannot be done. */
  | {
      readonly as: 'value';
      readonly of: readonly string[];
      readonly value: (values: Readonly<Record<string, unknown>>) => number | undefined;
    }
  /** Of the member `ts`, or of `metadata.write_ts`, in the zone of the metadata. */
  | { readonly as: 'local-date' | 'formatted-time'; readonly time: 'member' | 'write-time' }
  /** The point at the members `longitude` and `latitude`. */
  | { readonly as: 'position' }
);

/**
 * How `toCommonForm` converts the payloads of a stream that all have the same members and were not converted before,
 * so that many can be converted at once, member by member. Undefined where that depends on more than the members.
 */
export function planConversion(
  key: string,
  platform: string | undefined,
  members: PayloadMembers,
): readonly PlannedMember[] | undefined {
  if (members.has('local_dt')) return undefined;
  if (key === 'background/location' || key === 'background/filtered_location') return planLocation(members);
  if (key !== 'background/motion_activity' || members.has('fmt_time')) return undefined;
  switch (platform?.toLowerCase()) {
    case 'android':
      return planAndroidActivity(members);
    case 'ios':
      return planIosActivity(members);
    default:
      return undefined;
  }
}

const taken = (member: string): PlannedMember => ({ name: member, as: 'member', member });
const takenBut = (members: PayloadMembers, ...without: readonly string[]): PlannedMember[] =>
  [...members.keys()].filter((name) => !without.includes(name)).map(taken);
const times = (time: 'member' | 'write-time'): PlannedMember[] => [
  { name: 'local_dt', as: 'local-date', time },
  { name: 'fmt_time', as: 'formatted-time', time },
];

function planLocation(members: PayloadMembers): readonly PlannedMember[] | undefined {
  const isPlaced = ['ts', 'longitude', 'latitude'].every((name) => members.get(name) === 'number');
  if (!isPlaced || members.has('loc')) return undefined;
  const [localDate, formatted] = times('member');
  const sent = takenBut(members, 'bearing').map((one) => (one.name === 'fmt_time' ? formatted! : one));
  const plan = [...sent, localDate!];
  if (!members.has('fmt_time')) plan.push(formatted!);
  plan.push({ name: 'loc', as: 'position' });
  if (members.has('bearing') && !members.has('heading'))
    plan.push({ name: 'heading', as: 'member', member: 'bearing' });
  return plan;
}

function planAndroidActivity(members: PayloadMembers): readonly PlannedMember[] | undefined {
  const names = activityNames.find(({ type }) => members.has(type));
  const isPlain = members.get('type') === 'number' && members.get('confidence') === 'number';
  if (names === undefined ? !isPlain : members.has('type') || members.has('confidence')) return undefined;
  const type: PlannedMember =
    names === undefined
      ? taken('type')
      : { name: 'type', as: 'value', of: [names.type], value: (values) => motionTypeOf(values[names.type]) };
  if (names !== undefined && members.get(names.confidence) !== 'number') return undefined;
  const confidence = { ...taken(names?.confidence ?? 'confidence'), name: 'confidence' };
  if (!members.has('ts')) return [type, confidence, { name: 'ts', as: 'write-time' }, ...times('write-time')];
  if (members.get('ts') !== 'number') return undefined;
  if (names === undefined) return [...takenBut(members), ...times('write-time')];
  const others = names.kept ? takenBut(members) : takenBut(members, names.type, names.confidence);
  return [...others, type, confidence, ...times('write-time')];
}

function motionTypeOf(value: unknown): number | undefined {
  return motionCodes.has(value) ? (value as number) : undefined;
}

function planIosActivity(members: PayloadMembers): readonly PlannedMember[] | undefined {
  if (members.get('confidence') !== 'text' || members.has('type') || members.has('confidence_level'))
    return undefined;
  const flags = activityFlags.filter((name) => members.has(name));
  if (!flags.every((name) => members.get(name) === 'flag' || members.get(name) === 'number'))
    return undefined;
  const writeTime: PlannedMember = { name: 'ts', as: 'write-time' };
  const confidence: PlannedMember = {
    name: 'confidence',
    as: 'value',
    of: ['confidence'],
    value: (values) => confidenceLevels.get(values.confidence),
  };
  const sent = takenBut(members).map((one) =>
    one.name === 'ts' ? writeTime : one.name === 'confidence' ? confidence : one,
  );
  return [
    ...sent,
    ...(members.has('ts') ? [] : [writeTime]),
    { name: 'type', as: 'value', of: flags, value: typeOfFlags },
    { name: 'confidence_level', as: 'member', member: 'confidence' },
    ...times('write-time'),
  ];
}
