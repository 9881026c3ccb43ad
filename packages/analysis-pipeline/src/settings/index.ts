export {
  createSettings,
  defaultSettings,
  type RederivePolicy,
  type SettingName,
  type Settings,
  type Vehicle,
} from './settings.js';
