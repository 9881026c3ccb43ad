import type { Entry, EntryData, PersonId } from '../entry.js';
import { type DecodedBody, internalRoutes } from '../http/index.js';
import type { Caller, CallOptions } from './caller.js';
import { pagesOf } from './pages.js';

type Selection = DecodedBody<typeof internalRoutes.countEverybody>;

/** Everybody's entries together. People whose data is locked are passed over, and named where there is room for it. */
export interface EverybodysSeries {
  /** Entries, ordered within each person, one person after the other. @param onLocked told of people passed over */
  entryPages<Data extends object = EntryData>(
    query: Selection & { readonly pageSize?: number },
    onLocked?: (people: readonly PersonId[]) => void,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>[]>;
  count(selection: Selection, options?: CallOptions): Promise<{ count: number; locked: PersonId[] }>;
  /** People who have such entries. */
  peopleWith(
    selection: Selection,
    options?: CallOptions,
  ): Promise<{ people: PersonId[]; locked: PersonId[] }>;
  /** One entry, whoever it belongs to. @throws SojournError `not-found` */
  entry(id: string, key?: string, options?: CallOptions): Promise<Entry>;
  /** The entries of one stream as the bytes of an Arrow IPC stream. */
  dataFrame(
    query: DecodedBody<typeof internalRoutes.readDataFrame>,
    options?: CallOptions,
  ): AsyncGenerator<Uint8Array>;
}

export function everybodysSeries(caller: Caller): EverybodysSeries {
  const { call } = caller;
  return {
    entryPages: (query, onLocked, options) =>
      pagesOf(async (cursor) => {
        const body = cursor === null ? query : { ...query, cursor };
        const page = await call(internalRoutes.queryEverybody, { body }, options);
        if (page.locked.length > 0) onLocked?.(page.locked);
        return { items: page.entries, cursor: page.cursor };
      }) as never,
    count: (body, options) => call(internalRoutes.countEverybody, { body }, options),
    peopleWith: (body, options) => call(internalRoutes.peopleWithEntries, { body }, options),
    entry: (entry, key, options) =>
      call(
        internalRoutes.findEntryOfAnybody,
        { params: { entry }, query: key === undefined ? {} : { key } },
        options,
      ),
    dataFrame: (body, options) => caller.stream(internalRoutes.readDataFrame, { body }, options),
  };
}
