/** One line of the error catalogue: what an error code means to whoever receives it. */
export interface ErrorMeaning {
  /** HTTP status that carries the code. */
  readonly status: number;
  /** Short sentence, the same for every occurrence. */
  readonly title: string;
  /** What the caller can do about it. */
  readonly help: string;
}

const meaning = (status: number, title: string, help: string): ErrorMeaning =>
  Object.freeze({ status, title, help });

/**
 * Every error code of the platform, in one place. Codes are never reused for something else; a retired code
 * stays reserved.
 */
export const errorCatalogue = Object.freeze({
  // Entries: reported per entry, by index and path.
  'entry-malformed': meaning(
    400,
    'The entry is not a readable JSON object',
    'Send each entry as an object with metadata and data.',
  ),
  'entry-truncated': meaning(
    400,
    'The entry ends before it is complete',
    'Send the batch again; the connection was probably cut.',
  ),
  'entry-field-missing': meaning(
    400,
    'A required member of the entry is missing',
    'Add the member named by the path.',
  ),
  'entry-field-invalid': meaning(
    400,
    'A member of the entry has a value that its stream does not allow',
    'Correct the member named by the path; the stream catalogue lists the types.',
  ),
  'entry-too-deep': meaning(
    400,
    'The entry is nested too deeply',
    'Flatten the payload to at most 64 levels.',
  ),
  'key-invalid': meaning(
    400,
    'The stream key is not of the form group/name',
    'Use a key such as background/location.',
  ),
  'timestamp-invalid': meaning(
    400,
    'A time is not a number of seconds within the years 1 to 9999',
    'Send Unix seconds in UTC as a number.',
  ),
  'zone-unknown': meaning(
    400,
    'The time zone is not known',
    'Use an IANA zone such as Europe/Paris, or an offset such as +05:30.',
  ),
  'platform-unknown': meaning(
    400,
    'The entry comes from a platform whose format is not known',
    'Send android or ios as metadata.platform, or send the entry already converted.',
  ),
  'entry-superseded': meaning(
    409,
    'Another payload with the same identity is newer',
    'Nothing: the older payload is kept in quarantine.',
  ),
  'subgroup-suspended': meaning(
    403,
    '403: the subgroup of this participant is suspended',
    'Ask the operator; the entries are kept in quarantine.',
  ),

  // Requests.
  'batch-unreadable': meaning(
    400,
    'The body holds no recognisable list of entries',
    'Send a JSON object with the list of entries in phone_to_server (for putone, one entry in the_entry).',
  ),
  'request-invalid': meaning(
    400,
    'The request does not have the documented shape',
    'Compare the members named in errors with the API reference.',
  ),
  'path-invalid': meaning(
    400,
    'The path holds encoded slashes, dot segments or path parameters',
    'Use the plain path of the API reference.',
  ),
  'filter-invalid': meaning(
    400,
    'A filter of the query uses a field, an operator or a value that is not allowed',
    'Use $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte, $exists, $geoWithin or $geoIntersects on a dotted path.',
  ),
  'cursor-invalid': meaning(
    400,
    'The cursor does not belong to this person and query',
    'Start the query again without a cursor.',
  ),
  'encoding-invalid': meaning(
    400,
    'The body cannot be decoded as its Content-Encoding says',
    'Send the body again, uncompressed or correctly compressed.',
  ),
  'token-missing': meaning(
    401,
    'Only a person can read their own data, and no token was given',
    'Send the token as user in the body, or as a bearer token.',
  ),
  'token-invalid': meaning(
    403,
    '403: the token is not known',
    'Check the token with the operator of the study.',
  ),
  'subgroup-invalid': meaning(
    403,
    '403: the subgroup of the token is not part of the study',
    'Check the token with the operator of the study.',
  ),
  'person-unknown': meaning(
    403,
    '403: the token is valid but not registered',
    'Register first with POST /profile/create.',
  ),
  'role-insufficient': meaning(
    403,
    '403: the token may not do this',
    'Use a token with the role that the operation needs.',
  ),
  'service-token-invalid': meaning(
    401,
    'The service token is missing, expired or made for something else',
    'Mint a fresh token with the audience and scope of the call.',
  ),
  'session-invalid': meaning(
    401,
    'The session is missing or has ended',
    'Open a session with POST /v2/session.',
  ),
  'not-found': meaning(404, 'There is nothing here', 'Check the path or the id.'),
  'method-not-allowed': meaning(405, 'The path exists, the method does not', 'Use a method listed in Allow.'),
  conflict: meaning(409, 'The change contradicts the present state', 'Read the present state and try again.'),
  'too-large': meaning(413, 'The body is larger than the limit', 'Send smaller batches.'),
  'unsupported-media-type': meaning(
    415,
    'The body has a content type that is not accepted',
    'Send application/json.',
  ),
  'rate-limited': meaning(429, 'Too many requests', 'Wait for the seconds given in Retry-After.'),

  // Store and keys.
  'person-locked': meaning(
    423,
    'The data of this person is locked',
    'Unlock it with the person’s key; uploads are accepted meanwhile.',
  ),
  'unlock-failed': meaning(
    403,
    '403: the key that was presented does not open the data',
    'Present the key that the data was sealed for.',
  ),
  'custody-invalid': meaning(409, 'The custody of the key does not allow this', 'Check who holds the key.'),
  'commit-conflict': meaning(
    409,
    'Somebody else changed the data of this person meanwhile',
    'Read again and repeat the change.',
  ),
  'version-conflict': meaning(
    409,
    'The document does not have the expected version',
    'Read it again and repeat the change.',
  ),
  'sequence-unknown': meaning(
    409,
    'The person has no such sequence yet; the store may have been restored from an older backup',
    'Read everything anew and ask for changes from the sequence that comes with it.',
  ),
  'job-abandoned': meaning(
    500,
    'The job was begun many times and never ended',
    'Look into the log of the pipeline for what ended its process, then ask for the job again.',
  ),
  'run-in-progress': meaning(
    409,
    'A pipeline run for this person is in progress',
    'Wait until it has ended or its lease has expired.',
  ),
  'lease-lost': meaning(
    409,
    'The lease has expired or was taken over',
    'Acquire a new lease and start again.',
  ),
  'block-damaged': meaning(
    500,
    'A stored block is damaged',
    'Restore the block from a backup; all other data is still served.',
  ),
  'archive-damaged': meaning(
    500,
    'An archive of a person is missing or altered',
    'Put the file back from a backup of the folder files/; nothing was removed because of it.',
  ),
  'raw-data-purged': meaning(
    409,
    'What phones sensed has left the store, so that results could not be derived again',
    'Restore it from its archives first: the job restore-raw.',
  ),
  'backup-damaged': meaning(
    500,
    'A part of the backup is missing or altered',
    'Use an earlier snapshot, or another copy of the backup; begin a new folder for the next one.',
  ),
  'backup-unknown': meaning(
    404,
    'There is no such snapshot in the folder',
    'Name the folder that a backup was written to, and a snapshot that it holds.',
  ),
  'store-damaged': meaning(
    500,
    'The file of the store is damaged or cut off',
    'Restore the store from a backup; the check of the disk comes first.',
  ),
  'store-not-empty': meaning(
    409,
    'The store holds data already',
    'Restore into a data folder, or a database, that holds nothing.',
  ),
  'store-moved': meaning(
    503,
    'The store has moved to another engine',
    'Start with the engine it has moved to; or, if the move was interrupted, run sojourn migrate again.',
  ),
  'store-incomplete': meaning(
    500,
    'The store has not arrived here as a whole',
    'Run sojourn restore again; or, if it was moving, start with the engine it comes from and run sojourn migrate again.',
  ),
  'move-differs': meaning(
    500,
    'The copy of the store is not what it was made from',
    'The store is where it was. See that no other process writes to it, and run sojourn migrate again.',
  ),
  'head-damaged': meaning(
    500,
    'The head document of a person does not match the stored blocks',
    'Verify the store and restore from a backup.',
  ),
  'format-too-new': meaning(
    500,
    'The data folder was written by a newer release',
    'Start the release that wrote it, or a newer one.',
  ),
  'store-in-use': meaning(
    500,
    'Another process owns the data folder',
    'Stop the other process or use another folder.',
  ),
  'key-file-unsafe': meaning(500, 'A key file can be read by others', 'Set its mode to 0600 and restart.'),
  'root-key-missing': meaning(
    500,
    'The store has data, but its root key is not there',
    'Put the key file back; without it nothing can be read.',
  ),
  'root-key-wrong': meaning(
    500,
    'The root key does not open the store',
    'Put back the key file that belongs to this store.',
  ),
  'config-invalid': meaning(
    500,
    'The configuration is not valid',
    'Correct the setting named in the message.',
  ),
  'storage-full': meaning(507, 'The disk is full', 'Free space; nothing was lost, the client may resend.'),

  // Processes behind the gateway.
  'upstream-unavailable': meaning(502, 'The service behind the gateway is down', 'Try again shortly.'),
  'service-unavailable': meaning(503, 'The service cannot answer now', 'Try again shortly.'),
  'upstream-timeout': meaning(
    504,
    'The service behind the gateway took too long',
    'Try again with a smaller request.',
  ),
  'response-invalid': meaning(
    502,
    'The answer of the server is not what the API documents',
    'Check that client and server are of matching releases.',
  ),
  'network-failed': meaning(
    502,
    'No answer came from the network',
    'Check address and connection; the request may or may not have arrived.',
  ),
  'timed-out': meaning(
    504,
    'No answer came in time',
    'Raise the time-out or ask for less at once; the request may or may not have arrived.',
  ),
  aborted: meaning(499, 'The caller gave up', 'Nothing.'),
  internal: meaning(500, 'Something went wrong on the server', 'Report the request id to the operator.'),
} satisfies Record<string, ErrorMeaning>);

/** A code of the error catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** One finding inside a request: which item, where in it, and what is wrong. */
export interface ErrorItem {
  /** Position in the list that was sent; absent when the request is not a list. */
  readonly index?: number;
  /** Dotted path of the member, such as `metadata.write_ts`. */
  readonly path?: string;
  readonly code: string;
}

/** RFC 9457 problem details as every process answers them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly ErrorItem[];
}

/** What can be said about one occurrence of an error; never coordinates, tokens or bodies. */
export interface ErrorParticulars {
  readonly detail?: string | undefined;
  readonly errors?: readonly ErrorItem[] | undefined;
  readonly cause?: unknown;
  /** Seconds after which a retry makes sense; becomes Retry-After. */
  readonly retryAfter?: number | undefined;
}

// Registered globally so that errors are recognised across two installed copies of this package.
const brand = Symbol.for('sojourn.error');

/** The one error type of the platform: a code of the catalogue and the particulars of this occurrence. */
export class SojournError extends Error {
  override readonly name = 'SojournError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly errors: readonly ErrorItem[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, particulars: ErrorParticulars = {}) {
    const { title } = errorCatalogue[code];
    super(
      particulars.detail === undefined ? title : `${title}: ${particulars.detail}`,
      particulars.cause === undefined ? undefined : { cause: particulars.cause },
    );
    this.code = code;
    this.detail = particulars.detail;
    this.errors = particulars.errors;
    this.retryAfter = particulars.retryAfter;
    Object.defineProperty(this, brand, { value: true });
  }

  /** HTTP status of the code. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }

  /** The error as RFC 9457 problem details. */
  toProblem(): Problem {
    const { status, title } = errorCatalogue[this.code];
    return {
      type: `urn:sojourn:error:${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

/** Whether a value is a code of the catalogue. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCatalogue, value);
}

/** Whether a thrown value is a SojournError, also one of another installed copy of this package. */
export function isSojournError(value: unknown): value is SojournError {
  return typeof value === 'object' && value !== null && brand in value;
}
