import { SojournError } from '@sojourn/datamodel';
import type { Engine } from '../engine/index.js';
import { beginRotation, endRotation } from '../keys/index.js';
import { openStore, type StoreConfiguration } from './open-store.js';

/** What became of a rotation. */
export interface RotationOutcome {
  readonly people: number;
  /** People whose heads are damaged, so that their keys are wrapped by the key before, which is therefore kept. */
  readonly left: number;
}

/**
 * Exchanges the root key and the store key of a store that nobody else has open, and wraps everybody's keys anew. No data
 * is sealed anew. Cut off anywhere, the store opens as before, and the same call goes on with it. Closes the engine.
 * @throws SojournError `request-invalid` for an engine that others may share; as `openStore`
 */
export async function rotateKeys(
  engine: Engine,
  {
    onProgress,
    ...store
  }: Pick<StoreConfiguration, 'folder' | 'rootKey'> &
    Required<Pick<StoreConfiguration, 'rootKey'>> & { readonly onProgress?: (people: number) => void },
): Promise<RotationOutcome> {
  if (engine.capabilities.shared) {
    await engine.close();
    throw new SojournError('request-invalid', {
      detail: 'other processes may have the keys of this store: move it to the embedded engine first',
    });
  }
  try {
    await beginRotation(engine, store.rootKey);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const opened = await openStore({ ...store, engine, compaction: false });
  try {
    let people = 0;
    const { left } = await opened.rewrapKeys((done) => {
      people = done;
      onProgress?.(done);
    });
    if (left === 0) {
      await endRotation(engine);
      // Earlier wrappings lie in free pages of the file.
      await opened.vacuum();
    }
    return { people, left };
  } finally {
    await opened.close();
  }
}
