import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

const TIME_BOX = 6_000;
let service: RunningService;
let token: string;
beforeAll(async () => {
  service = await startService();
  ({ token } = await service.participant());
});
afterAll(() => service.stop());

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    '__proto__',
    0,
    -0,
    1e308,
    2 ** 63,
    1e11,
    1e15,
    -1,
    [],
    {},
    [[]],
    '\u0000',
    '\ud800',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const key = fc.constantFrom(
  'background/location',
  'manual/mode_confirm',
  'stats/client_time',
  'my/own',
  '',
  'x',
  '__proto__',
);
const good: Record<string, object> = {
  '/profile/update': { update_doc: { phone_lang: 'en' } },
  '/usercache/put': { phone_to_server: [battery(SOME_TIME), location(SOME_TIME)] },
  '/usercache/putone': { the_entry: battery(SOME_TIME) },
  '/datastreams/find_entries/timestamp': {
    key_list: null,
    start_time: 0,
    end_time: 2e9,
    key_time: 'metadata.write_ts',
    max_entries: 3,
    trunc_method: 'last',
  },
  '/datastreams/find_entries/local_date': {
    key_list: [],
    from_local_date: { year: 2024 },
    to_local_date: { year: 2025 },
    key_local_date: 'metadata.write_local_dt',
  },
  '/customlabel/get': { keys: ['mode'] },
  '/customlabel/insert': { inserted_label: { key: 'mode', label: 'x' } },
  '/v2/entries/query': { keys: null, time: { field: 'data.ts', start: 0, end: 1 }, pageSize: 5 },
  '/v2/entries/count': { keys: null, localDate: { from: { hour: 5 }, to: { hour: 4 } } },
};
const paths = Object.keys(good);

/** Replaces or adds members anywhere in a value. */
function mutated(value: unknown, choices: readonly [number, unknown][]): unknown {
  let result = structuredClone(value);
  for (const [choice, replacement] of choices) {
    const places: [Record<string, unknown>, string][] = [];
    collectPlaces(result, places);
    if (places.length === 0) return replacement;
    const [object, name] = places[choice % places.length]!;
    Object.defineProperty(object, name, {
      value: replacement,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    result = structuredClone(result);
  }
  return result;
}

function collectPlaces(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) {
    places.push([value as Record<string, unknown>, name]);
    collectPlaces((value as Record<string, unknown>)[name], places);
  }
}

const request = fc
  .tuple(
    fc.constantFrom(...paths),
    fc.array(fc.tuple(fc.nat(60), fc.oneof(odd, key)), { minLength: 1, maxLength: 3 }),
  )
  .map(([path, choices]) => ({ path, body: JSON.stringify(mutated(good[path], choices)) }));
const broken = fc
  .tuple(request, fc.nat(400), fc.constantFrom('', 'NaN', '{', ']', '"', ',', '\\', '\u0000', '1e999', '-'))
  .map(([{ path, body }, place, piece]) => {
    const at = place % (body.length + 1);
    return { path, body: body.slice(0, at) + piece + body.slice(at + (place % 3)) };
  });

describe('whatever is sent', () => {
  it('is answered, by JSON or by nothing, and never by a failure of the server', async () => {
    const entriesBefore = await count();
    await fc.assert(
      fc.asyncProperty(fc.oneof(request, broken), async ({ path, body }) => {
        const answer = await service.post(path, body, { authorization: `Bearer ${token}` });
        expect(answer.status, `${path} ${body}: ${answer.text}`).toBeLessThan(500);
        const type = answer.headers.get('content-type');
        if (answer.text === '') expect(type).toBeNull();
        else expect([type, answer.json]).toEqual([expect.stringContaining('json'), expect.anything()]);
      }),
      { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: TIME_BOX, markInterruptAsFailure: false },
    );
    expect(await count()).toBeGreaterThanOrEqual(entriesBefore);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

async function count(): Promise<number> {
  const answer = await service.post(
    '/v2/entries/count',
    { keys: null },
    { authorization: `Bearer ${token}` },
  );
  expect(answer.status).toBe(200);
  return answer.json.count;
}
