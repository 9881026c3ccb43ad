/** Seconds without a point after which no trip goes on, whatever the phone sensed meanwhile. */
export const hugeGap = 43_200;
/** Seconds between neighbours after which, at the end of a dwell, a new trip has begun. */
export const nextTripGap = 60;
