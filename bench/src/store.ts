import { pathToFileURL } from 'node:url';
import { benchStore } from './store/index.js';

export { benchStore };

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const entries = Number(process.argv[2] ?? 1_000_000);
  const progress = (message: string) => process.stderr.write(`${message}\n`);
  process.stdout.write(`${JSON.stringify(await benchStore({ entries, progress }), null, 2)}\n`);
}
