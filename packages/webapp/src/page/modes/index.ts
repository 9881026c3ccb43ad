export { type Mode, modeOf, modeOfSection, modes } from './mode.js';
export { cssColour, type ModeColour, modeColours } from './mode-colours.js';
export { ModeIcon } from './mode-icon.js';
export { modeOfValue } from './mode-of-value.js';
