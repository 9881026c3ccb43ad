import { writeFile } from 'node:fs/promises';
import { jobDefinitions, jobsOpenApi } from './jobs/index.js';

const file = new URL('../../../docs/openapi.jobs.json', import.meta.url);
await writeFile(file, `${JSON.stringify(jobsOpenApi(jobDefinitions), null, 2)}\n`);
