/** First whole second that can be formatted in UTC: the beginning of the year 1. */
export const firstTimestamp = -62_135_596_800;

/** Last whole second that can be formatted in UTC: the end of the year 9999. */
export const lastTimestamp = 253_402_300_799;
