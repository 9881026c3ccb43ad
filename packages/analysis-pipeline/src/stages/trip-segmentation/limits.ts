/** Seconds without a point after which no trip goes on, whatever the phone sensed meanwhile. */
export const hugeGap = 43_200;
