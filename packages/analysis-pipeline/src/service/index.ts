export { createPipelineService, type PipelineService, type ServiceSurroundings } from './service.js';
