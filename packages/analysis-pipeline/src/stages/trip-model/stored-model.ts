import { type Entry, type EntryData, SojournError } from '@sojourn/datamodel';
import type { Bin } from './greedy-binning.js';

/** What trips of a person are alike, and how they are labelled. */
export interface BinModel {
  /** In the order of their making. */
  readonly bins: readonly Bin[];
  /** End of the newest trip in it, Unix seconds. */
  readonly modelTs: number;
}

const modelType = 'GREEDY';

/** The payload of a stored model. */
export function modelData({ bins, modelTs }: BinModel): EntryData {
  return {
    model_ts: modelTs,
    model_type: modelType,
    model: Object.fromEntries(bins.map((bin, index) => [String(index), bin])),
  };
}

/** Reads a stored model. @throws SojournError `request-invalid` when it is of another type */
export function parseBinModel({ data }: Entry): BinModel {
  const { model_type, model, model_ts } = data as {
    model_type?: unknown;
    model?: Readonly<Record<string, Bin>>;
    model_ts: number;
  };
  if (model_type !== modelType || typeof model !== 'object' || model === null) {
    throw new SojournError('request-invalid', { detail: 'the trip model is of another type' });
  }
  // Names of bins are counted, so that JSON keeps them in order.
  return { bins: Object.values(model), modelTs: model_ts };
}
