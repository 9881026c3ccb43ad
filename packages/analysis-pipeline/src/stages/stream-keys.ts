/** Streams that several stages read or write. */
export const locationKey = 'background/location';
export const filteredLocationKey = 'background/filtered_location';
export const motionActivityKey = 'background/motion_activity';
export const bluetoothKey = 'background/bluetooth_ble';
export const transitionKey = 'statemachine/transition';
export const rawTripKey = 'segmentation/raw_trip';
export const rawPlaceKey = 'segmentation/raw_place';
export const rawUntrackedKey = 'segmentation/raw_untracked';
export const rawSectionKey = 'segmentation/raw_section';
export const rawStopKey = 'segmentation/raw_stop';
export const smoothingKey = 'analysis/smoothing';
export const cleanedTripKey = 'analysis/cleaned_trip';
export const cleanedPlaceKey = 'analysis/cleaned_place';
export const cleanedUntrackedKey = 'analysis/cleaned_untracked';
export const cleanedSectionKey = 'analysis/cleaned_section';
export const cleanedStopKey = 'analysis/cleaned_stop';
export const recreatedLocationKey = 'analysis/recreated_location';
