/** A stream of pseudo-random draws that depends on its seed alone. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform whole number in low … high, both included. */
  integer(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Normal distribution (Box and Muller). */
  normal(mean: number, deviation: number): number;
  /** Exponential distribution. */
  exponential(mean: number): number;
  /** One of the values; throws a RangeError when there is none. */
  pick<T>(values: readonly T[]): T;
}

/**
 * Makes a stream from any number of seed parts. Streams with different parts are independent, so that a new draw
 * in one part of the simulation leaves all others as they were.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand), seeded through a 128-bit FNV-style hash of the parts.
 */
export function createRandom(...seed: readonly (string | number)[]): Random {
  const unit = sfc32(...hashSeed(seed.join('\u0000')));
  for (let round = 0; round < 12; round++) unit();
  const between = (low: number, high: number) => low + (high - low) * unit();
  const integer = (low: number, high: number) => Math.floor(between(low, high + 1));
  return {
    unit,
    between,
    integer,
    chance: (probability) => unit() < probability,
    normal(mean, deviation) {
      const radius = Math.sqrt(-2 * Math.log(1 - unit()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * unit());
    },
    exponential: (mean) => -mean * Math.log(1 - unit()),
    pick(values) {
      const value = values[integer(0, values.length - 1)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
  };
}

function sfc32(a: number, b: number, c: number, counter: number): () => number {
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}

function hashSeed(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    lanes[0] = Math.imul(lanes[0] ^ unit, 0x01000193);
    lanes[1] = Math.imul(lanes[1] ^ (unit + lanes[0]), 0x85ebca6b);
    lanes[2] = Math.imul(lanes[2] ^ (unit + lanes[1]), 0xc2b2ae35);
    lanes[3] = Math.imul(lanes[3] ^ (unit + lanes[2]), 0x27d4eb2f);
  }
  return lanes;
}
