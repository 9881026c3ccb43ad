import { SojournError } from '@sojourn/datamodel';
import { isObject } from '@sojourn/datamodel/wire';
import type { Profile } from '../timeseries/index.js';
import type { CustomLabels } from './custom-labels.js';

/**
 * The labels of one type in a profile; none when there is no such member.
 * @throws SojournError `request-invalid` when the profile holds something else under that name
 */
export function labelsIn(profile: Readonly<Profile>, type: string): CustomLabels {
  const member = Object.hasOwn(profile, type) ? profile[type] : {};
  if (isLabels(member)) return member;
  throw new SojournError('request-invalid', {
    detail: 'the profile has another member of that name',
    errors: [{ path: 'key', code: 'invalid' }],
  });
}

/** The profile with the labels of one type replaced. */
export function withLabels(profile: Readonly<Profile>, type: string, labels: CustomLabels): Profile {
  return { ...profile, [type]: labels };
}

function isLabels(member: unknown): member is CustomLabels {
  return isObject(member) && Object.values(member).every((label) => isObject(label) && 'isActive' in label);
}
