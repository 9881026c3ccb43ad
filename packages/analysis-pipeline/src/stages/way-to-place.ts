/**
 * Seconds by which travel may end before the place that it leads to was entered, which is so where its last points jump:
 * cleaning takes them out, but leaves the place as it was.
 */
export const lastWayToPlace = 86_400;
