import { distanceGreatCircle, type Position } from '@sojourn/datamodel/geo';

/** How far trips that are drawn as GeoJSON may differ and still count as the same. */
export interface Closeness {
  /** Seconds; null: times have to be equal, formatted ones as text. */
  readonly seconds: number | null;
  /** Metres between the ends of trips; null: equal to the last bit. */
  readonly metres: number | null;
  /** Metres of a trip's length. */
  readonly distance: number;
  /** Numbers of speeds, and of points of a line. */
  readonly count: number;
}

/** As the reference compares a single day. */
export const exactly: Closeness = { seconds: null, metres: null, distance: 0.005, count: 0 };
/** As the reference compares days that arrive in parts. */
export const nearly: Closeness = { seconds: 60, metres: 100, distance: 100, count: 2 };

type Members = { readonly [name: string]: unknown };

interface Drawn {
  readonly type: string;
  readonly properties: Members;
  readonly geometry?: { readonly coordinates: readonly unknown[] };
  readonly features?: readonly Drawn[];
}

/** Where trips as GeoJSON differ from the expected ones in what the reference's own tests look at. */
export function tripDifferences(
  actual: readonly unknown[],
  expected: readonly unknown[],
  close: Closeness,
): string[] {
  if (actual.length !== expected.length) return [`${actual.length} instead of ${expected.length} trips`];
  return expected.flatMap((trip, index) =>
    compareTrips(actual[index] as Drawn, trip as Drawn, close).map((found) => `trip ${index}: ${found}`),
  );
}

function compareTrips(actual: Drawn, expected: Drawn, close: Closeness): string[] {
  const [here, there] = [actual.properties, expected.properties];
  const found = ['start_ts', 'end_ts'].flatMap((name) => compareTimes(name, here, there, close));
  for (const name of ['start_loc', 'end_loc']) {
    const [one, other] = [coordinates(here[name]), coordinates(there[name])];
    const apart =
      close.metres === null
        ? String(one) !== String(other)
        : !(distanceGreatCircle(one, other) <= close.metres);
    if (apart) found.push(`${name} ${String(one)} instead of ${String(other)}`);
  }
  if (!(Math.abs(Number(here.distance) - Number(there.distance)) < close.distance)) {
    found.push(`distance ${String(here.distance)} instead of ${String(there.distance)}`);
  }
  const [features, wanted] = [actual.features ?? [], expected.features ?? []];
  if (features.length !== wanted.length) {
    return [...found, `${features.length} instead of ${wanted.length} features`];
  }
  wanted.forEach((feature, index) => {
    const differences = compareFeatures(features[index]!, feature, close);
    found.push(...differences.map((difference) => `feature ${index}: ${difference}`));
  });
  return found;
}

function compareFeatures(actual: Drawn, expected: Drawn, close: Closeness): string[] {
  if (actual.type !== expected.type) return [`${actual.type} instead of ${expected.type}`];
  if (expected.type === 'FeatureCollection') {
    return compareSections(actual.features![0]!, expected.features![0]!, close);
  }
  return [
    ...compareTimes('enter', actual.properties, expected.properties, close),
    ...compareTimes('exit', actual.properties, expected.properties, close),
    ...compareValues('feature_type', actual.properties.feature_type, expected.properties.feature_type),
  ];
}

function compareSections(actual: Drawn, expected: Drawn, close: Closeness): string[] {
  const [here, there] = [actual.properties, expected.properties];
  const lengths = (name: string, one: unknown, other: unknown): string[] => {
    const [count, wanted] = [(one as unknown[]).length, (other as unknown[]).length];
    return Math.abs(count - wanted) <= close.count ? [] : [`${count} instead of ${wanted} ${name}`];
  };
  return [
    ...compareTimes('start', here, there, close),
    ...compareTimes('end', here, there, close),
    ...compareValues('sensed_mode', here.sensed_mode, there.sensed_mode),
    ...lengths('speeds', here.speeds, there.speeds),
    ...lengths('points', actual.geometry!.coordinates, expected.geometry!.coordinates),
  ];
}

/** Compares a time: by its text where it has one and has to be equal, else by its seconds. */
function compareTimes(name: string, here: Members, there: Members, { seconds }: Closeness): string[] {
  if (name.endsWith('_ts')) {
    if (seconds === null) return compareValues(name, here[name], there[name]);
    return Math.abs(Number(here[name]) - Number(there[name])) <= seconds ? [] : [`${name} is far off`];
  }
  if (seconds === null) return compareValues(name, here[`${name}_fmt_time`], there[`${name}_fmt_time`]);
  const [one, other] = [here[`${name}_ts`], there[`${name}_ts`]];
  if (one === undefined && other === undefined) return [];
  return Math.abs(Number(one) - Number(other)) <= seconds ? [] : [`${name} is far off`];
}

function compareValues(name: string, one: unknown, other: unknown): string[] {
  return one === other ? [] : [`${name} ${String(one)} instead of ${String(other)}`];
}

function coordinates(location: unknown): Position {
  return (location as { coordinates: Position }).coordinates;
}
