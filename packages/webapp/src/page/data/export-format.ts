/** What the diary of some days can be taken along as. */
export const exportFormats = ['geojson', 'gpx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];
