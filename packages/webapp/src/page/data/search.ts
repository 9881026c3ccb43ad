import { isDay } from '../format/index.js';
import { type ExportFormat, exportFormats } from './export-format.js';

/** Which days the page offers to download, and as what. */
export interface DataSearch {
  readonly from?: string;
  readonly to?: string;
  /** Default: geojson. */
  readonly as?: ExportFormat;
}

export function readDataSearch({ from, to, as }: Record<string, unknown>): DataSearch {
  return {
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(exportFormats.includes(as as ExportFormat) ? { as: as as ExportFormat } : {}),
  };
}
