import { readTrip, type Trip } from './trip.js';

/** An answer of the server other than success; `code` is one of the error catalogue. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
  ) {
    super(title);
  }
}

const PAGE_SIZE = 1000;

/** Exchanges a token for a session cookie that scripts cannot read. */
export async function signIn(token: string): Promise<void> {
  await call('POST', '/v2/session', { token });
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/v2/session');
}

/** All trips, in order of their start. */
export async function fetchTrips(): Promise<Trip[]> {
  const trips: Trip[] = [];
  let cursor: string | null = null;
  do {
    const answer = await call('POST', '/v2/entries/query', {
      keys: ['segmentation/raw_trip'],
      time: { field: 'data.start_ts' },
      pageSize: PAGE_SIZE,
      cursor,
    });
    const page = (await answer.json()) as { entries: unknown[]; cursor: string | null };
    trips.push(...page.entries.flatMap((entry) => readTrip(entry) ?? []));
    cursor = page.cursor;
  } while (cursor !== null);
  return trips;
}

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; title?: string };
  throw new ApiError(
    answer.status,
    problem.code ?? '',
    problem.title ?? `The server answered ${answer.status}.`,
  );
}
