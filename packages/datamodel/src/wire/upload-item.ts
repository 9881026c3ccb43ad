import type { ErrorCode } from '../errors.js';
import type { WireObject } from './value.js';

/** One entry of an upload: readable, or the text as it came and why it could not be read. */
export type UploadItem =
  | { readonly value: WireObject; readonly raw?: undefined; readonly error?: undefined }
  | { readonly value?: undefined; readonly raw: string; readonly error: ErrorCode };

export interface Upload {
  /** Every other member of the body that could be read, such as `user` and `app_version`. */
  readonly members: WireObject;
  /** In the order of the body. */
  readonly entries: readonly UploadItem[];
}

export interface UploadOptions {
  /** Member that holds the entries. Default `phone_to_server`. */
  readonly member?: string;
  /** The member holds one entry, as that of `putone`, and not a list. Default false. */
  readonly single?: boolean;
}

/** How a body is read step by step. */
export interface UploadSteps extends UploadOptions {
  /** Characters that one step reads, about. Default 262 144. */
  readonly stepLength?: number;
}

/** Where a body holds its entries, and how much of it one step reads. */
export type EntriesPlace = Required<UploadSteps>;
