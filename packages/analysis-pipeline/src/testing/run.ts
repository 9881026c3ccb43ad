import { type RunRequest, type RunResult, runPerson } from '../runner/index.js';
import { defaultSettings } from '../settings/index.js';
import { testNow, testPerson } from './diary.js';
import type { MemoryStore } from './memory-store.js';

let ids = 0;
let runs = 0;

/** A run on a store in memory; each an hour after the one before. */
export function runOn(
  store: MemoryStore,
  request: Omit<RunRequest, 'person'> = {},
  onFailure?: (stage: string, error: unknown) => void,
  mostRows?: number,
): Promise<RunResult> {
  const now = testNow + 3600 * ++runs;
  return runPerson(
    { person: testPerson, ...request },
    {
      store,
      settings: defaultSettings,
      clock: () => now * 1000,
      createId: () => `f${(++ids).toString(16).padStart(23, '0')}`,
      owner: 'test',
      cpuTime: () => 0,
      ...(mostRows === undefined ? {} : { mostRows }),
      onFailure:
        onFailure ??
        ((_, error) => {
          throw error;
        }),
    },
  );
}
