import { SojournError } from '@sojourn/datamodel';
import type { Engine } from '../engine.js';
import { DriverDatabase } from './driver-database.js';
import { MongoEngine } from './mongodb-engine.js';

/**
 * Opens the engine of a MongoDB database. Several processes may have it open.
 * @param url connection string; the database is `sojourn` unless it names another
 * @param onClose called once it is closed
 * @throws SojournError `config-invalid`, `service-unavailable`, `format-too-new`
 */
export async function openMongoEngine(url: string, onClose?: () => Promise<void>): Promise<Engine> {
  let database: DriverDatabase;
  try {
    database = new DriverDatabase(url);
  } catch {
    // The message may hold the connection string, and that a password.
    throw new SojournError('config-invalid', { detail: 'the MongoDB connection string is not valid' });
  }
  try {
    await database.open();
  } catch (error) {
    await database.close();
    throw error;
  }
  return new MongoEngine(database, onClose);
}
