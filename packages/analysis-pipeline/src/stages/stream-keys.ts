/** Streams that several stages read or write. */
export const locationKey = 'background/location';
export const filteredLocationKey = 'background/filtered_location';
export const motionActivityKey = 'background/motion_activity';
export const transitionKey = 'statemachine/transition';
export const rawTripKey = 'segmentation/raw_trip';
export const rawPlaceKey = 'segmentation/raw_place';
export const rawUntrackedKey = 'segmentation/raw_untracked';
