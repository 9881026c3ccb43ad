import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openApiDocuments } from './openapi-documents.js';

const docs = new URL('../../../docs/', import.meta.url);
for (const [name, text] of Object.entries(await openApiDocuments())) {
  await writeFile(fileURLToPath(new URL(name, docs)), text);
}
