import { readFile } from 'node:fs/promises';
import { SojournError } from '@sojourn/datamodel';
import { z } from 'zod';
import { labelledSectionShape, trainForest, trainingTable } from './forest-training/index.js';
import { createSettings } from './settings/index.js';

// Usage: train-forest.js FILE. Trains a random forest with the labelled sections of a JSON array and writes it to stdout,
// for the setting `classification.inference.mode.forest`; says on stderr what it learnt from. Ends with status 1 when the
// sections are of no use.
const [file = ''] = process.argv.slice(2);
const sections = z.array(labelledSectionShape).safeParse(JSON.parse(await readFile(file, 'utf8')));
try {
  if (!sections.success) {
    const [issue] = sections.error.issues;
    const detail = `section ${issue?.path.join('.')}: ${issue?.message}`;
    throw new SojournError('request-invalid', { detail });
  }
  const table = trainingTable(sections.data);
  const forest = trainForest(table, { settings: createSettings({}) });
  process.stdout.write(`${JSON.stringify(forest)}\n`);
  const { modes, dropped, busCentres, trainCentres } = table;
  process.stderr.write(
    `Learnt from ${modes.length} sections, ${dropped} left out; ` +
      `${busCentres.length} clusters of buses, ${trainCentres.length} of trains.\n`,
  );
} catch (error) {
  if (!(error instanceof SojournError)) throw error;
  process.stderr.write(`${error.detail ?? error.message}\n`);
  process.exitCode = 1;
}
