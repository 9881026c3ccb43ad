/** One page of a longer list. */
export interface Page<Item> {
  readonly items: Item[];
  /** Where the next page begins; null after the last. */
  readonly cursor: string | null;
}

/** Every page from the first to the last, one after the other; each is asked for when it is wanted. */
export async function* pagesOf<Item>(
  read: (cursor: string | null) => Promise<Page<Item>>,
): AsyncGenerator<Item[]> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read(cursor);
    if (page.items.length > 0) yield page.items;
    cursor = page.cursor;
  } while (cursor !== null);
}

/** The items of all lists, one by one. */
export async function* itemsOf<Item>(lists: AsyncIterable<Item[]>): AsyncGenerator<Item> {
  for await (const list of lists) yield* list;
}
