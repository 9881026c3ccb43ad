export {
  battery,
  location,
  modeLabel,
  SOME_TIME,
  storedTrip,
  unknownStream,
} from './entries.js';
export { type Answer, type RunningService, startService, type TestSettings } from './service.js';
