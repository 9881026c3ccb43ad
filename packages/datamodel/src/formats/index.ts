export { type CommonFormOptions, type CommonFormResult, toCommonForm } from './common-form.js';
export { normaliseUpload } from './normalise.js';
export { toPhoneForm } from './phone-form.js';
