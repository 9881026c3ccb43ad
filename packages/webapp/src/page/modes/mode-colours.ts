import type { Mode } from './mode.js';

/** How a mode looks on light and on dark ground. Both stand out 3 : 1 from the map, as WCAG asks of graphics. */
export interface ModeColour {
  readonly light: string;
  readonly dark: string;
}

export const modeColours: Readonly<Record<Mode, ModeColour>> = {
  walking: { light: '#2f7d32', dark: '#7fce78' },
  running: { light: '#5b7a00', dark: '#b9d65a' },
  bicycling: { light: '#00798c', dark: '#48cbe0' },
  bus: { light: '#b25e00', dark: '#f7a950' },
  tram: { light: '#a04a7a', dark: '#ee93c6' },
  lightRail: { light: '#8c4f9f', dark: '#d79cea' },
  subway: { light: '#6a4fc4', dark: '#b4a1ff' },
  train: { light: '#7b3fa0', dark: '#c98df0' },
  car: { light: '#c0392f', dark: '#ff8a7d' },
  vehicle: { light: '#a34a3d', dark: '#eb9c8e' },
  air: { light: '#2f5fc4', dark: '#8db4ff' },
  unknown: { light: '#66706d', dark: '#a9b3b0' },
};

/** A colour for style sheets that follows the theme. */
export function cssColour(mode: Mode): string {
  const { light, dark } = modeColours[mode];
  return `light-dark(${light}, ${dark})`;
}
