export { type CommonFormOptions, type CommonFormResult, toCommonForm } from './common-form.js';
export { normaliseUpload } from './normalise.js';
export { toPhoneForm } from './phone-form.js';
export {
  type MemberKind,
  type PayloadMembers,
  type PlannedMember,
  planConversion,
} from './planned-conversion.js';
