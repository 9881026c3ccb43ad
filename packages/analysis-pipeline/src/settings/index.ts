export {
  createSettings,
  defaultSettings,
  type RederivePolicy,
  type SettingName,
  type Settings,
} from './settings.js';
