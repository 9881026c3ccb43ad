import { SojournError } from '@sojourn/datamodel';
import {
  type ChangedPeople,
  DEFAULT_PAGE_SIZE,
  internalRoutes,
  MAXIMUM_PAGE_SIZE,
} from '@sojourn/datamodel/http';
import { decode, type HttpServer } from '@sojourn/service-kit';
import type { CommitFeed, PersonTimeseries } from '../../timeseries/index.js';
import type { RouteContext } from '../context.js';
import { createEventStreams, lastEventId, type ServerEvent, wantsEvents } from '../events.js';
import { mount } from '../mount.js';
import { changedPeople } from './changed-people.js';

/** `/v1/people/…/changes` and `/v1/changes`: what is new since the caller last asked, or as it happens. */
export function changeRoutes(app: HttpServer, { store, config }: RouteContext): void {
  const streams = createEventStreams(app, config.openFeeds);
  const heartbeat = config.feedHeartbeat * 1000;
  const { commits } = store;

  mount(app, internalRoutes.readChanges, async (request, reply) => {
    const { since = 0 } = decode(internalRoutes.readChanges.query, request.query);
    const person = store.person(request.params.person);
    if (!wantsEvents(request)) return person.changes(since);
    const from = sequenceOf(lastEventId(request)) ?? since;
    return streams.open(reply, (signal) => changeEvents(person, from, { commits, heartbeat, signal }));
  });

  mount(app, internalRoutes.readChangedPeople, async (request, reply) => {
    const { after, limit = DEFAULT_PAGE_SIZE } = decode(
      internalRoutes.readChangedPeople.query,
      request.query,
    );
    const size = Math.max(1, Math.min(limit, MAXIMUM_PAGE_SIZE));
    const read = (place: string | undefined) => changedPeople(store, place, size);
    if (!wantsEvents(request)) return read(after);
    const from = lastEventId(request) ?? after;
    return streams.open(reply, (signal) => peopleEvents(read, from, { commits, heartbeat, signal }));
  });
}

interface Waiting {
  readonly commits: CommitFeed;
  readonly heartbeat: number;
  readonly signal: AbortSignal;
}

/** What has changed, again and again. After each wait the person is asked anew, also without a commit of this process. */
async function* changeEvents(
  person: PersonTimeseries,
  since: number,
  { commits, heartbeat, signal }: Waiting,
): AsyncGenerator<ServerEvent> {
  let seen = since;
  for (let greeted = false; !signal.aborted; greeted = true) {
    const wake = new AbortController();
    const next = commits.wait(person.id, heartbeat, AbortSignal.any([signal, wake.signal]));
    try {
      const found = await person.changes(seen);
      if (found.sequence > seen) {
        seen = found.sequence;
        yield { id: String(seen), event: 'changes', data: found };
      } else if (!greeted) {
        yield 'heartbeat';
      }
      if (!(await next) && !signal.aborted) yield 'heartbeat';
    } finally {
      wake.abort();
    }
  }
}

async function* peopleEvents(
  read: (place: string | undefined) => Promise<ChangedPeople>,
  from: string | undefined,
  { commits, heartbeat, signal }: Waiting,
): AsyncGenerator<ServerEvent> {
  let place = from;
  /** What this client knows already, where everybody has to be looked at each time. */
  const told = commits.complete ? undefined : new Map<string, number>();
  for (let greeted = false; !signal.aborted; greeted = true) {
    const wake = new AbortController();
    const anybody = commits.complete ? undefined : 'nobody';
    const next = commits.wait(anybody, heartbeat, AbortSignal.any([signal, wake.signal]));
    try {
      const found = await read(place);
      place = found.next;
      const people = told
        ? found.people.filter(({ id, sequence }) => sequence > (told.get(id) ?? -1))
        : found.people;
      for (const { id, sequence } of people) told?.set(id, sequence);
      if (people.length > 0) yield { id: place, event: 'people', data: { ...found, people } };
      else if (!greeted) yield 'heartbeat';
      if (!found.more && !(await next) && !signal.aborted) yield 'heartbeat';
    } finally {
      wake.abort();
    }
  }
}

function sequenceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw new SojournError('request-invalid', {
      errors: [{ path: 'headers.last-event-id', code: 'invalid' }],
    });
  }
  return Number(text);
}
