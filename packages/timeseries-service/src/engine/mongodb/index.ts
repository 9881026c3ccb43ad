import type { Engine } from '../engine.js';

/**
 * Opens the engine of a MongoDB database. Several processes may have it open.
 * @param url connection string; the database is `sojourn` unless it names another
 * @param onClose called once it is closed
 * @throws SojournError `config-invalid`, `service-unavailable`, `format-too-new`
 */
export async function openMongoEngine(url: string, onClose?: () => Promise<void>): Promise<Engine> {
  // The driver takes a tenth of a second to load, which only those who use it should wait.
  const engine = await import('./open-mongodb-engine.js');
  return engine.openMongoEngine(url, onClose);
}
