export { cities } from './city.js';
export type { GroundMode, TravelMode } from './movement.js';
export type { Platform } from './person.js';
export type { PhoneEntry } from './recording.js';
export { type SimulatedPerson, type SimulationOptions, simulate } from './simulate.js';
export type { TruePlace, TrueTrip } from './truth.js';
