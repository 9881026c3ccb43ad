import { createHash } from 'node:crypto';
import type { Entry } from '@sojourn/datamodel';
import { writeExact } from './exact-json.js';
import { writeHeader } from './header.js';
import {
  type BlockAbout,
  type BlockPort,
  nodeBlockPort,
  readHeader,
  type SealedBlock,
  sealBlock,
  type UploadIdentities,
} from './index.js';
import { sampleLocations, testAbout, testKey, wireText } from './testing.js';

/** A published block and what it must read as. */
export interface GoodVector {
  readonly name: string;
  /** Base64. */
  readonly header: string;
  readonly body: string;
  /** The entries as wire JSON, one a line. */
  readonly wire: string;
  /** The entries as exact texts (`exact-json.ts`), where JSON does not say everything. */
  readonly exact?: readonly string[];
  readonly arrivals?: readonly number[];
}

/** A block that must be refused. */
export interface BrokenVector {
  readonly name: string;
  readonly header: string;
  readonly body: string;
}

/** Fixed bytes in place of random ones: for published vectors only, where the key is public too. */
export const vectorPort: BlockPort = {
  ...nodeBlockPort,
  randomBytes: (length) => Uint8Array.from({ length }, (_, index) => index + 1),
};

/** Ids of the vectors' uploads: the first eight bytes of a hash. */
export const vectorIdentities: UploadIdentities = (types, keys, times) => {
  const noise = new Uint8Array(times.length * 8);
  for (let row = 0; row < times.length; row++) {
    const digest = createHash('sha256').update(`${types[row]} ${keys[row]} ${times[row]}`).digest();
    noise.set(digest.subarray(0, 8), row * 8);
  }
  return noise;
};

interface Case {
  readonly name: string;
  readonly entries: readonly object[];
  readonly about?: Partial<BlockAbout>;
}

function own(name: string, value: unknown): object {
  return Object.defineProperty({}, name, { value, enumerable: true, configurable: true, writable: true });
}

function phoneEntry(index: number): object {
  const type = index % 3 ? 'sensor-data' : 'message';
  const key = index % 3 ? 'background/motion_activity' : 'statemachine/transition';
  const write_ts = 1_718_000_005.25 + index * 7.125;
  const noise = Buffer.from(vectorIdentities([type], [key], Float64Array.of(write_ts))).toString('hex');
  return {
    _id: { $oid: index === 4 ? 'ffffffffffffffffffffffff' : Math.floor(write_ts).toString(16) + noise },
    user_id: { $uuid: testAbout.person },
    metadata: { key, type, platform: 'android', write_ts, read_ts: 0, time_zone: 'Europe/Paris' },
    data:
      index % 3
        ? { type: index % 5, confidence: 50 + index, ts: write_ts - 0.5 }
        : {
            currState: 'local.state.ongoing_trip',
            transition: 'local.transition.stopped_moving',
            ts: write_ts,
          },
  };
}

const oddNumbers = [
  0,
  -0,
  5e-324,
  -1e308,
  2 ** 52,
  4503599627370.495,
  1e21,
  1e-7,
  0.1 + 0.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

const cases: readonly Case[] = [
  { name: 'one empty document', entries: [{}] },
  { name: 'locations in the common form', entries: sampleLocations(24) },
  {
    name: 'locations over a change of daylight saving',
    entries: [...sampleLocations(9, 1_698_500_000, '+02:00'), ...sampleLocations(9, 1_698_506_000, '+01:00')],
  },
  {
    name: 'a mixed upload with derived ids and arrivals',
    entries: Array.from({ length: 20 }, (_, index) => phoneEntry(index)),
    about: {
      store: 'usercache',
      identity: 'upload',
      arrivals: Array.from({ length: 20 }, (_, index) => 900 - index),
    },
  },
  {
    name: 'an overlay of a higher generation',
    entries: sampleLocations(2).map((entry) => ({ ...entry, invalid: true })),
    about: { store: 'analysis', generation: 3, commit: 2 ** 40, overlays: 1 },
  },
  {
    name: 'odd numbers',
    entries: oddNumbers.map((value, index) => ({ value, other: oddNumbers.at(-index) })),
  },
  {
    name: 'odd numbers in nested values',
    entries: oddNumbers.map((value) => ({ list: [{ value }], big: 2n ** 70n })),
  },
  {
    name: 'odd texts and names',
    entries: [
      own('__proto__', { constructor: 1 }),
      { '': '', 'a.b': 'é', '\ud800': '\udc00', '"\\': '\u2028\u0000' },
      ...Array.from({ length: 9 }, (_, index) => ({ text: `\ud83d\ude00 ${index} \ufeff` })),
    ],
  },
  {
    name: 'wrong formatted times in single rows',
    entries: sampleLocations(40).map((entry, index) => {
      const copy = structuredClone(entry) as {
        data: { fmt_time: string; local_dt: { hour: number; weekday: number } };
      };
      copy.data.local_dt.weekday += 1;
      if (index === 7) copy.data.fmt_time = 'seven';
      if (index === 9) copy.data.local_dt.hour = 99;
      return copy;
    }),
  },
  {
    name: 'many distinct texts and doubles without decimals',
    entries: Array.from({ length: 700 }, (_, index) => ({
      choice: `choice ${index % 300}`,
      text: `text ${index}`,
      flag: index % 3 === 0,
      sine: Math.sin(index),
      nothing: null,
      pair: [index / 8, -index],
    })),
  },
  {
    name: 'lists of objects and of numbers',
    entries: [3, 0, 20, 9].map((length) => ({
      locations: sampleLocations(length).map((entry, index) =>
        index % 4 === 3 ? { ...entry, labels: [`label ${index}`, null], flag: true } : entry,
      ),
      speeds: Array.from({ length: length + 5 }, (_, index) => Math.sqrt(index)),
      distances: Array.from({ length: length + 5 }, (_, index) => index / 8),
    })),
  },
  {
    name: 'lists that JSON does not say all of',
    entries: [Number.NaN, -0, 2n ** 70n, 1.5].map((value) => ({
      objects: Array.from({ length: 9 }, () => ({ value })),
      mixed: [...Array.from({ length: 9 }, (_, index) => ({ index })), value],
      numbers: Array.from({ length: 9 }, (_, index) => (typeof value === 'number' ? value * index : index)),
    })),
  },
  {
    name: 'a document too wide for columns',
    entries: [Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`m${index}`, index]))],
  },
];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const key = { version: 1, key: testKey };
const options = { port: vectorPort, identities: vectorIdentities };

/** Seals the good vectors with the present code. */
export function makeGoodVectors(): GoodVector[] {
  return cases.map(({ name, entries, about }) => {
    const sealed = sealBlock(entries as Entry[], { ...testAbout, ...about }, key, options);
    const wire = wireText(entries);
    const exact = entries.map((entry) => writeExact(entry));
    return {
      name,
      header: base64(sealed.header),
      body: base64(sealed.body),
      wire,
      ...(exact.join('\n') === wire ? {} : { exact }),
      ...(about?.arrivals ? { arrivals: Array.from(about.arrivals) } : {}),
    };
  });
}

/** Blocks that are deliberately broken, one way each. */
export function makeBrokenVectors(): BrokenVector[] {
  const seal = (about: Partial<BlockAbout> = {}): SealedBlock =>
    sealBlock(sampleLocations(5) as Entry[], { ...testAbout, ...about }, key, options);
  const good = seal();
  const other = seal({ person: '1'.repeat(32) });
  const facts = readHeader(good.header);
  const changed = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at < 0 ? copy.length + at : at]! ^= value;
    return copy;
  };
  const resealed = (header: Uint8Array, content: Uint8Array): Uint8Array => {
    const nonce = vectorPort.randomBytes(12);
    return Uint8Array.from([...nonce, ...vectorPort.encrypt(testKey, nonce, header, content)]);
  };
  const vector = (name: string, header: Uint8Array, body: Uint8Array): BrokenVector => ({
    name,
    header: base64(header),
    body: base64(body),
  });
  const headers = {
    stream: writeHeader({ ...facts, keys: ['background/filtered_location'] }),
    count: writeHeader({ ...facts, count: 4, keyCounts: [4] }),
    version: writeHeader({ ...facts, keyVersion: 2 }),
    range: writeHeader({ ...facts, times: {} }),
    codec: writeHeader({ ...facts, codec: 200, bytes: 48 }),
    dictionary: writeHeader({ ...facts, dictionary: 200, bytes: 48 }),
    nonsense: writeHeader({ ...facts, bytes: 48 }),
  };
  const nonsense = new Uint8Array(20).fill(3);
  return [
    vector('nonce changed', good.header, changed(good.body, 0, 1)),
    vector('ciphertext changed', good.header, changed(good.body, 40, 128)),
    vector('tag changed', good.header, changed(good.body, -1, 1)),
    vector('body cut short', good.header, good.body.subarray(0, -1)),
    vector('body cut to nothing', good.header, new Uint8Array()),
    vector('body extended', good.header, Uint8Array.from([...good.body, 0])),
    vector('header cut short', good.header.subarray(0, -1), good.body),
    vector('header empty', new Uint8Array(), good.body),
    vector('header extended', Uint8Array.from([...good.header, 0]), good.body),
    vector('another magic', changed(good.header, 0, 1), good.body),
    vector('another format', changed(good.header, 4, 2), good.body),
    vector("another person's header", other.header, good.body),
    vector("another person's body", good.header, other.body),
    vector('another stream in the header', headers.stream, good.body),
    vector('another count in the header', headers.count, good.body),
    vector('another key version in the header', headers.version, good.body),
    vector('time ranges taken out of the header', headers.range, good.body),
    vector('an unknown codec', headers.codec, resealed(headers.codec, nonsense)),
    vector('an unknown dictionary', headers.dictionary, resealed(headers.dictionary, nonsense)),
    vector('nonsense sealed with the key', headers.nonsense, resealed(headers.nonsense, nonsense)),
  ];
}
