import fc from 'fast-check';

/** JSON values that programs often trip over. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
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

/** A value in which members anywhere are replaced by odd ones. */
export function mutated(value: unknown, choices: readonly (readonly [number, unknown])[]): unknown {
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

/** A text with a piece put in, and perhaps a few characters left out. */
export const damage: fc.Arbitrary<(text: string) => string> = fc
  .tuple(fc.nat(400), fc.constantFrom('', 'NaN', '{', ']', '"', ',', '\\', '\u0000', '1e999', '-'))
  .map(([place, piece]) => (text: string) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + (place % 3));
  });
