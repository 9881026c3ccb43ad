/** From where the chain of raw trips is derived anew, because entries arrived late. */
export type Rederivation =
  | { readonly from: 'nowhere' }
  /** From the very first point. */
  | { readonly from: 'start' }
  /** From the start of the last raw trip that no late entry can have changed the start of. */
  | {
      readonly from: 'trip';
      /** When that trip starts, Unix seconds. */
      readonly tripStart: number;
      /** Name of the method that found the trip; it goes on where points do not say how they were collected. */
      readonly source: unknown;
      /** When the point that the trip starts at was written. */
      readonly tripStartWritten: number;
      /** Id of the place that the chain goes on from: before the trip and any untracked time that leads to it. */
      readonly placeId: string;
      /** When that place was entered; null for the first place of a chain. */
      readonly placeEntered: number | null;
      /** Earliest start of that trip and of untracked time that leads to it; all that follows starts then or later. */
      readonly chainStart: number;
      /** When the earliest late entry was written. */
      readonly earliestWritten: number;
      /**
       * When the cleaned place was entered that everything later hangs on, at or before the place of the raw chain;
       * null when it is the first place of all.
       */
      readonly derivedSince: number | null;
    };

export const noRederivation: Rederivation = Object.freeze({ from: 'nowhere' });
