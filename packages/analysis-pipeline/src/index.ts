export { configFrom, type PipelineServiceConfig, readConfig } from './config.js';
export {
  type PersonStore,
  type RunEnvironment,
  type RunRequest,
  type RunResult,
  runPerson,
} from './runner/index.js';
export { createPipelineService, type PipelineService, type ServiceSurroundings } from './service/index.js';
export { createSettings, defaultSettings, type SettingName, type Settings } from './settings/index.js';
