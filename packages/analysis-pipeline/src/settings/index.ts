export {
  createSettings,
  defaultSettings,
  type RederivePolicy,
  type SettingName,
  type Settings,
  type Vehicle,
} from './settings.js';
export { studySettings } from './study-settings.js';
