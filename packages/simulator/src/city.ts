import type { Random } from './random.js';

/** A position on a city's plane: metres east and north of its centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface City {
  readonly name: string;
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Metres above the sea. */
  readonly altitude: number;
  /** Angle of the street grid, radians. */
  readonly turn: number;
  /** Distance between parallel streets, metres. */
  readonly blockEast: number;
  readonly blockNorth: number;
  /** Where flights leave and land, metres from the centre. */
  readonly airport: Point;
}

/** Invented street grids at the coordinates of real cities, in time zones that differ in sign, half hours and daylight saving. */
export const cities: readonly City[] = [
  city('San José', 'America/Los_Angeles', 37.335, -121.885, 25, 0.5, [9_000, 6_500]),
  city('Denver', 'America/Denver', 39.739, -104.985, 1_609, 0, [14_000, 9_000]),
  city('New York', 'America/New_York', 40.742, -73.99, 12, -0.5, [13_000, -9_000]),
  city('Lisboa', 'Europe/Lisbon', 38.722, -9.14, 45, 0.2, [4_000, 6_000]),
  city('Bremen', 'Europe/Berlin', 53.076, 8.807, 11, -0.3, [-2_500, -6_500]),
  city('Nairobi', 'Africa/Nairobi', -1.286, 36.82, 1_660, 0.1, [7_500, -8_000]),
  city('Pune', 'Asia/Kolkata', 18.52, 73.857, 560, 0.35, [6_000, 6_500]),
  city('Osaka', 'Asia/Tokyo', 34.685, 135.51, 8, 0.05, [-8_000, 9_000]),
  city('Auckland', 'Pacific/Auckland', -36.855, 174.765, 40, 0.7, [-9_500, -9_000]),
];

function city(
  name: string,
  zone: string,
  latitude: number,
  longitude: number,
  altitude: number,
  turn: number,
  [x, y]: [number, number],
): City {
  return {
    name,
    zone,
    latitude,
    longitude,
    altitude,
    turn,
    blockEast: 110,
    blockNorth: 150,
    airport: { x, y },
  };
}

/** The city of that name or time zone; undefined when there is none. */
export function findCity(nameOrZone: string): City | undefined {
  return cities.find(({ name, zone }) => name === nameOrZone || zone === nameOrZone);
}

const EARTH_RADIUS = 6_371_000;
const DEGREE = Math.PI / 180;

/** Degrees of a point of the city's plane (equirectangular about its centre, good to a metre over a city). */
export function toDegrees(place: City, { x, y }: Point): { latitude: number; longitude: number } {
  return {
    latitude: place.latitude + y / (EARTH_RADIUS * DEGREE),
    longitude: place.longitude + x / (EARTH_RADIUS * DEGREE * Math.cos(place.latitude * DEGREE)),
  };
}

/** Straight distance on the plane, metres. */
export function distanceBetween(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** A point at about the given distance from another, in a random direction. */
export function pointAround(random: Random, centre: Point, distance: number): Point {
  const angle = random.between(0, 2 * Math.PI);
  return { x: centre.x + distance * Math.cos(angle), y: centre.y + distance * Math.sin(angle) };
}
