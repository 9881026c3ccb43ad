import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEntryText, parseUpload, readUpload, type UploadSteps } from './index.js';

const entry = (number: number) => ({
  metadata: { key: 'background/location', type: 'sensor-data', platform: 'android', write_ts: number },
  data: { latitude: 1.5, text: 'a "quoted" } ] brace', list: [1, { x: null }] },
});
const unreadable = expect.objectContaining({ code: 'batch-unreadable' });

function body(entries: unknown[], members: object = { user: 'token' }): string {
  return JSON.stringify({ ...members, phone_to_server: entries });
}

describe('parseUpload', () => {
  it('reads a strict body, whatever the order of its members', () => {
    const text = JSON.stringify({
      user: 'token',
      phone_to_server: [entry(1), entry(2)],
      app_version: '2.1.3',
    });
    const expected = {
      members: { user: 'token', app_version: '2.1.3' },
      entries: [{ value: entry(1) }, { value: entry(2) }],
    };
    expect(parseUpload(text)).toStrictEqual(expected);
    expect(parseUpload(new TextEncoder().encode(text))).toStrictEqual(expected);
  });

  it('reads an empty list, and the single entry of putone', () => {
    expect(parseUpload(body([])).entries).toEqual([]);
    const single = JSON.stringify({ user: 'token', the_entry: entry(1) });
    expect(parseUpload(single, { member: 'the_entry', single: true }).entries).toStrictEqual([
      { value: entry(1) },
    ]);
  });

  it('normalises wrappers of entries that were read from a server', () => {
    const text = body([
      { ...entry(1), _id: { $oid: 'A'.repeat(24) }, at: { $date: '1970-01-01T00:00:01Z' } },
    ]);
    expect(parseUpload(text).entries[0]?.value).toMatchObject({
      _id: { $oid: 'a'.repeat(24) },
      at: { $date: 1000 },
    });
  });

  it('reports elements that are no objects by their place', () => {
    const { entries } = parseUpload(body([entry(1), 5, null, ['x'], entry(2)]));
    expect(entries.map((item) => item.error)).toEqual([
      undefined,
      'entry-malformed',
      'entry-malformed',
      'entry-malformed',
      undefined,
    ]);
    expect(entries[3]?.raw).toBe('["x"]');
  });

  it('accepts bare NaN without losing anything', () => {
    const text = body([entry(1), { ...entry(2), data: { altitude: 'NaN' } }, entry(3)]).replace(
      '"NaN"',
      'NaN',
    );
    const { entries, members } = parseUpload(text);
    expect(members).toEqual({ user: 'token' });
    expect(entries.map((item) => item.value?.metadata)).toHaveLength(3);
    expect(entries[1]?.value).toMatchObject({ data: { altitude: Number.NaN } });
  });

  it('keeps the good entries around a broken one', () => {
    const text = body([entry(1), entry(2), entry(3)]).replace('"write_ts":2', '"write_ts":oops');
    const { entries } = parseUpload(text);
    expect(entries.map((item) => item.error)).toEqual([undefined, 'entry-malformed', undefined]);
    expect(entries[1]?.raw).toContain('oops');
    expect(entries[2]?.value).toEqual(entry(3));
  });

  it('finds the next entry after one that lacks its closing brace', () => {
    const broken = JSON.stringify(entry(2)).slice(0, -1);
    const text = `{"user":"t","phone_to_server":[${JSON.stringify(entry(1))},${broken},${JSON.stringify(entry(3))}]}`;
    const { entries } = parseUpload(text);
    expect(entries[0]?.value).toEqual(entry(1));
    expect(entries.at(-1)?.value).toEqual(entry(3));
    expect(entries.filter((item) => item.error !== undefined)).toHaveLength(1);
  });

  it('recovers every whole entry from a body cut anywhere', () => {
    const sent = [1, -2.5e-7, 3].map(entry);
    const text = body(sent);
    for (let cut = text.indexOf('[') + 1; cut < text.length; cut += 1) {
      const { entries } = parseUpload(text.slice(0, cut));
      const whole = sent.filter(
        (one) => text.indexOf(JSON.stringify(one)) + JSON.stringify(one).length <= cut,
      );
      expect(entries.flatMap((item) => (item.value ? [item.value] : []))).toEqual(whole);
      for (const item of entries) if (item.error) expect([cut, item.error]).toEqual([cut, 'entry-truncated']);
    }
  });

  it('makes __proto__ an ordinary member on both paths', () => {
    for (const number of ['1', 'NaN']) {
      const text = `{"phone_to_server":[{"metadata":{},"data":{"__proto__":{"admin":true},"n":${number}}}]}`;
      const [item] = parseUpload(text).entries;
      const data = item?.value?.data as object;
      expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
      expect(Object.keys(data)).toEqual(['__proto__', 'n']);
    }
  });

  it('lets the last of duplicate members win on both paths', () => {
    for (const number of ['1', 'NaN']) {
      const [item] = parseUpload(`{"phone_to_server":[{"data":{"a":1,"a":2,"n":${number}}}]}`).entries;
      expect(item?.value).toMatchObject({ data: { a: 2 } });
    }
  });

  it('reports an entry that is nested too deeply and keeps its neighbours', () => {
    const deep = `{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    for (const neighbour of [JSON.stringify(entry(1)), '{"n":NaN}']) {
      const { entries } = parseUpload(`{"phone_to_server":[${neighbour},${deep},${neighbour}]}`);
      expect(entries.map((item) => item.error)).toEqual([undefined, 'entry-too-deep', undefined]);
    }
  });

  it('is not held up by bodies made to be searched again and again', () => {
    const { entries } = parseUpload(`{"phone_to_server":[${',{"metadata":['.repeat(200_000)}`);
    expect(entries.length).toBeLessThan(100);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '"text"',
    '{"phone_to_server":5}',
    '{"phone_to_server":null}',
    JSON.stringify({ phone_to_server: entry(1) }),
    '{"phone_to_server":{"metadata":{"write_ts":NaN}}}',
    '{"user":"x"',
    '<html>',
  ])('refuses %s as a whole', (text) => {
    expect(() => parseUpload(text)).toThrow(unreadable);
  });

  it.each([
    JSON.stringify({ the_entry: [entry(1)] }),
    '{"the_entry":[{"data":{"ts":NaN}}]}',
    '{"user":"x","the_entry":"',
  ])('refuses %s as the one entry of putone', (text) => {
    expect(() => parseUpload(text, { member: 'the_entry', single: true })).toThrow(unreadable);
  });

  it('never throws anything else, whatever the text', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"phone_to_server"',
      '"metadata"',
      '"',
      'NaN',
      '1',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        for (const text of [fragments.join(''), `{"phone_to_server":[${fragments.join('')}`]) {
          try {
            parseUpload(text);
          } catch (error) {
            expect(error).toEqual(unreadable);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** What a body is read as, step by step, or the error. */
function inSteps(text: string, options?: UploadSteps): { readonly result: unknown; readonly steps: number } {
  const reading = readUpload(text, options);
  for (let steps = 0; ; steps++) {
    try {
      const { done, value } = reading.next();
      if (done) return { result: value, steps };
    } catch (error) {
      return { result: error, steps };
    }
  }
}

describe('readUpload', () => {
  it('stops often in a long body, strict or not', () => {
    const strict = body(Array.from({ length: 2000 }, (_, number) => entry(number)));
    for (const text of [strict, strict.replace('1.5', 'NaN'), strict.slice(0, -9)]) {
      const { result, steps } = inSteps(text, { stepLength: 10_000 });
      expect(result).toStrictEqual(parseUpload(text, {}));
      expect(steps).toBeGreaterThan((text.length / 10_000) * 0.8);
    }
    expect(inSteps(strict.replace('1.5', 'NaN')).result).toMatchObject({ entries: { length: 2000 } });
  });

  it('reads the same in one step as in many, whatever the body', () => {
    const value = fc.oneof(
      { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
      fc.constantFrom(2 ** 60, -0, { $oid: 'x' }, { $date: 5 }, JSON.parse('{"__proto__":1}'), 'a"]}\\,'),
    );
    const text = fc
      .record({
        members: fc.dictionary(fc.constantFrom('user', 'a', '__proto__', '1'), value),
        before: fc.boolean(),
        entries: fc.array(fc.oneof(value, fc.record({ metadata: value, data: value })), { maxLength: 6 }),
        space: fc.constantFrom(undefined, 1),
        // Perhaps a character goes, comes, or a list follows that counts instead.
        cut: fc.option(fc.nat()),
        put: fc.constantFrom('', '', ',', ']', '"', '}', 'NaN', '[', ':', '{'),
        again: fc.constantFrom('', '', ',"phone_to_server":[1]', ',"user":[2]'),
      })
      .map(({ members, before, entries, space, cut, put, again }) => {
        const list = { phone_to_server: entries };
        const whole = JSON.stringify(before ? { ...members, ...list } : { ...list, ...members }, null, space);
        const doubled = `${whole.slice(0, -1)}${again}}`;
        const at = cut === null ? doubled.length : cut % doubled.length;
        return cut === null ? doubled : doubled.slice(0, at) + put + doubled.slice(at + (put ? 0 : 1));
      });
    fc.assert(
      fc.property(text, fc.constantFrom(0, 5, 40), (read, stepLength) => {
        const inOne = inSteps(read, { stepLength: read.length });
        expect(inSteps(read, { stepLength }).result).toStrictEqual(inOne.result);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseEntryText', () => {
  it('reads an entry or says why it could not', () => {
    expect(parseEntryText('{"metadata":{},"data":{}}')).toEqual({ value: { metadata: {}, data: {} } });
    expect(parseEntryText('{"metadata":')).toEqual({ raw: '{"metadata":', error: 'entry-truncated' });
    expect(parseEntryText('5')).toEqual({ raw: '5', error: 'entry-malformed' });
  });
});
