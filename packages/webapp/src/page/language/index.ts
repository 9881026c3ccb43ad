export type { Messages } from './en.js';
export { chooseLocale, LanguageProvider, languages, useLanguage } from './language.js';
export { reasonText } from './reasons.js';
