export { type Preferences, usePreference } from './preferences.js';
export { type Theme, useTheme, useThemedDocument } from './theme.js';
