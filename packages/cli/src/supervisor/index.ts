export { type ServiceCommand, type ServiceProcess, startService } from './service-process.js';
export { createSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.js';
