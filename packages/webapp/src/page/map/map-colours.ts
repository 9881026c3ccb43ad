import type { Theme } from '../preferences/index.js';

/** Colours of the ground on which trips are drawn. */
export interface MapColours {
  readonly water: string;
  readonly land: string;
  readonly shore: string;
  readonly border: string;
  readonly town: string;
  readonly halo: string;
  readonly place: string;
  readonly placeRing: string;
  /** What is pointed at elsewhere on the page. */
  readonly mark: string;
  readonly casing: string;
  readonly untracked: string;
  /** Where somebody has been before. */
  readonly trail: string;
  readonly green: string;
  readonly building: string;
  readonly path: string;
  readonly street: string;
  readonly highway: string;
}

export const mapColours: Readonly<Record<Theme, MapColours>> = {
  light: {
    water: '#cfe0e3',
    land: '#f6f3ec',
    shore: '#b4cacd',
    border: '#d8cfc0',
    town: '#6f7772',
    halo: '#f6f3ec',
    place: '#ffffff',
    placeRing: '#26332e',
    mark: '#8a4b00',
    casing: '#ffffff',
    untracked: '#7d8783',
    trail: '#d9d0be',
    green: '#e3ecd9',
    building: '#e9e3d6',
    path: '#e2dac9',
    street: '#ffffff',
    highway: '#f2dcae',
  },
  dark: {
    water: '#0c1418',
    land: '#182024',
    shore: '#263338',
    border: '#344147',
    town: '#93a19e',
    halo: '#12191c',
    place: '#12191c',
    placeRing: '#e4ebe8',
    mark: '#ffc861',
    casing: '#0b1012',
    untracked: '#8b9794',
    trail: '#2e3b40',
    green: '#18261f',
    building: '#1f292d',
    path: '#253034',
    street: '#2c383d',
    highway: '#4a4331',
  },
};
