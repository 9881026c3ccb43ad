export { cpuMilliseconds } from './cpu-time.js';
export { holdLease } from './hold-lease.js';
export { remoteStore } from './remote-store.js';
export { type RunEnvironment, type RunRequest, type RunResult, runPerson } from './run-person.js';
export type {
  PersonStore,
  RunBeginning,
  RunCommit,
  RunLease,
  RunProgress,
  SetAside,
  StoreQuery,
} from './store-port.js';
export { type TransitSettings, type TransitStopSource, transitStopsFor } from './transit-stops.js';
