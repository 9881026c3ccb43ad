export { exitCode } from './exit-code.js';
export { runCommandLine } from './program.js';
export type { Terminal } from './terminal.js';
