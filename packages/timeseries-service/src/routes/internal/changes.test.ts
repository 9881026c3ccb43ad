import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createServiceClient, type ServiceClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService } from '../../testing/index.js';
import { SERVICE_AUDIENCE } from '../access.js';

let service: RunningService;
let client: ServiceClient;
let token: string;
let person: string;
const clientOf = (running: RunningService) =>
  createServiceClient({
    baseUrl: running.internalUrl,
    serviceToken: () =>
      running.authority.mint({ subject: 'test', audience: SERVICE_AUDIENCE, scope: serviceScopes }),
    retry: { baseDelay: 1, longestDelay: 5 },
  });
beforeAll(async () => {
  service = await startService({ openFeeds: 2, feedHeartbeat: 0.05 });
  client = clientOf(service);
  sockets(service);
});
afterAll(async () => {
  const stopping = service.stop();
  // The platform's client keeps connections in store that have never been used, and that nobody counts as idle.
  for (const socket of sockets(service)) socket.destroy();
  await stopping;
});
beforeEach(async () => {
  ({ token, person } = await service.participant());
});
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });
/** A stream of events on a connection of its own. */
const events = async (path: string, headers: Record<string, string> = {}, from = service) => {
  const bearer = await from.authority.mint({
    subject: 'test',
    audience: SERVICE_AUDIENCE,
    scope: serviceScopes,
  });
  const asked = { authorization: `Bearer ${bearer}`, accept: 'text/event-stream', ...headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${from.internalUrl}${path}`, { headers: asked, agent: false }, resolve).on('error', reject);
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    response,
    leave: () => response.destroy(),
  };
};
/** Text of a stream up to and with a piece. */
const textUntil = async (response: IncomingMessage, piece: string) => {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.includes(piece)) break;
  }
  return text;
};

describe('changes of a person', () => {
  it('are told from a sequence on', async () => {
    await put(battery(SOME_TIME), battery(SOME_TIME + 1));
    const first = await client.person(person).changes();
    expect(first).toEqual({
      sequence: 1,
      changes: [
        {
          store: 'usercache',
          key: 'background/battery',
          kind: 'added',
          count: 2,
          times: {
            'metadata.write_ts': [SOME_TIME, SOME_TIME + 1],
            'data.ts': [SOME_TIME - 0.1, SOME_TIME + 0.9],
          },
        },
      ],
    });
    expect(await client.person(person).changes(first.sequence)).toEqual({ sequence: 1, changes: [] });
    await expect(client.person(person).changes(2)).rejects.toMatchObject({ code: 'sequence-unknown' });
    expect((await service.service('GET', `/v1/people/${person}/changes?since=-1`)).status).toBe(400);
    expect((await service.service('GET', `/v1/people/${'0'.repeat(32)}/changes`)).status).toBe(404);
  });

  it('come as they happen, also after the connection was lost, and only once', async () => {
    await put(battery(SOME_TIME));
    const seen: number[] = [];
    for await (const { sequence, changes } of client.person(person).followChanges()) {
      seen.push(sequence);
      expect(changes).toMatchObject([{ kind: 'added', count: 1 }]);
      if (seen.length === 4) break;
      // The connections of half of the rounds are cut by the server.
      if (seen.length === 2) for (const socket of sockets(service)) socket.destroy();
      await put(battery(SOME_TIME + seen.length));
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('are events that a browser understands: with ids to come back to, and signs of life', async () => {
    await put(battery(SOME_TIME));
    await put(battery(SOME_TIME + 1));
    const path = `/v1/people/${person}/changes`;
    const { response, headers } = await events(path, { 'last-event-id': '1' });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const text = await textUntil(response, ':\n\n');
    const [event] = text.split('\n\n');
    expect(event!.split('\n').slice(0, 2)).toEqual(['id: 2', 'event: changes']);
    expect(JSON.parse(event!.split('data: ')[1]!)).toMatchObject({ sequence: 2, changes: [{ count: 1 }] });
    expect((await events(path, { 'last-event-id': 'x' })).status).toBe(400);
    expect((await events(`/v1/people/${'0'.repeat(32)}/changes`)).status).toBe(404);
  });

  it('are followed by so many at once, and by others when one leaves', async () => {
    const path = `/v1/people/${person}/changes`;
    const [one, two] = [await events(path), await events(path)];
    const third = await events(path);
    expect([third.status, third.headers['retry-after']]).toEqual([429, '5']);
    third.leave();
    one.leave();
    await expect
      .poll(async () => {
        const { status, leave } = await events(path);
        leave();
        return status;
      })
      .toBe(200);
    two.leave();
  });
});

describe('people with new sequences', () => {
  it('are everybody at first, page by page, then those who are written to', async () => {
    const other = await service.participant();
    await put(battery(SOME_TIME));
    const found = new Map<string, number>();
    let next: string | undefined;
    for (let more = true; more; ) {
      const { json } = await service.service(
        'GET',
        `/v1/changes?limit=1${next ? `&after=${encodeURIComponent(next)}` : ''}`,
      );
      for (const { id, sequence } of json.people) found.set(id, sequence);
      ({ next, more } = json);
    }
    expect([found.get(person), found.get(other.person)]).toEqual([1, 0]);
    expect(await client.changedPeople(next)).toMatchObject({ people: [], more: false });
    await put(battery(SOME_TIME + 1));
    await put(battery(SOME_TIME + 2));
    expect(await client.changedPeople(next)).toMatchObject({ people: [{ id: person, sequence: 3 }] });
  });

  it('are everybody again for whoever comes from before a restart', async () => {
    const { people, next } = await client.changedPeople('0123456789abcdef.7');
    expect(people.length).toBeGreaterThan(0);
    expect(next).not.toContain('0123456789abcdef');
    await expect(client.changedPeople('nowhere')).rejects.toMatchObject({ code: 'cursor-invalid' });
  });

  it('come as they happen', async () => {
    let { next } = await client.changedPeople();
    const seen: number[] = [];
    await put(battery(SOME_TIME));
    for await (const answer of client.followPeople(next)) {
      for (const { id, sequence } of answer.people) if (id === person) seen.push(sequence);
      next = answer.next;
      if (seen.length === 2) break;
      await put(battery(SOME_TIME + 1));
    }
    expect(seen).toEqual([1, 2]);
  });
});

it('a service that closes ends its streams', async () => {
  const closing = await startService();
  const { person: id } = await closing.participant();
  const { response } = await events(`/v1/people/${id}/changes`, {}, closing);
  const text = textUntil(response, 'never comes');
  await closing.stop();
  expect(await text).toBe(':\n\n');
});

function sockets(running: RunningService): Set<Socket> {
  const known = connections.get(running);
  if (known) return known;
  const open = new Set<Socket>();
  running.internal.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  connections.set(running, open);
  return open;
}
const connections = new WeakMap<RunningService, Set<Socket>>();
