import { loadDay } from './days.js';
import { prepareInMemory } from './in-memory.js';

// Usage: cold-run.js DAY. Prints the processor time of the first run of a process, in milliseconds.
const run = prepareInMemory(loadDay(process.argv[2] ?? ''));
const before = process.cpuUsage();
await run();
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${(user + system) / 1000}\n`);
