import { isSojournError, SojournError } from '@sojourn/datamodel';
import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { OperationLost } from './bounded-client.js';

/** Duplicate key. */
const duplicateCode = 11000;
/** No space left on the disk. */
const fullCodes: readonly unknown[] = [14031];
/**
 * The server changes roles, shuts down, interrupts, or has not heard from a majority in time. What the driver retries
 * itself it retries once; an election takes longer.
 */
const passingCodes: readonly unknown[] = [
  6, 7, 50, 64, 89, 91, 112, 133, 134, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
];

/** Whether the only thing wrong is that a document was there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateCode;
}

/** Whether every document of a bulk that was not written was there already. */
export function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError)) return isDuplicate(error);
  if (error.result.getWriteConcernError()) return false;
  const errors = [error.writeErrors].flat();
  return errors.length > 0 && errors.every(({ code }) => code === duplicateCode);
}

/** Whether the same operation may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  if (error instanceof MongoServerSelectionError || error instanceof MongoClientClosedError) return false;
  if (error instanceof MongoNetworkError || isConnectionError(error)) return true;
  if (error instanceof MongoBulkWriteError) {
    if (error.result.getWriteConcernError()) return true;
    // A bulk that did not get to the server, or not back, holds the error that says so.
    const cause: unknown = error.errorResponse;
    if (cause instanceof MongoError || isConnectionError(cause)) return isPassing(cause);
  }
  if (!(error instanceof MongoError)) return false;
  return error.hasErrorLabel('RetryableWriteError') || passingCodes.includes(error.code);
}

/**
 * Codes of the system's errors and of those of Node's streams, by which a request could not be sent. Which call of the
 * system failed is not always said.
 */
const connectionCode = /^(?:E[A-Z0-9]+|ERR_(?:STREAM|SOCKET)_\w+)$/;

/** What the driver does not make an error of its own of: the word that a request could not be sent, or silence. */
function isConnectionError(error: unknown): boolean {
  if (error instanceof OperationLost) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && connectionCode.test(code);
}

/** The typed form of what the driver threw. It says nothing of addresses or credentials. */
export function databaseError(thrown: unknown): SojournError {
  if (isSojournError(thrown)) return thrown;
  if (!(thrown instanceof MongoError || isConnectionError(thrown))) throw thrown;
  if (thrown instanceof MongoError && fullCodes.includes(thrown.code))
    return new SojournError('storage-full', { cause: thrown });
  return new SojournError('service-unavailable', { detail: 'the database does not answer', cause: thrown });
}
