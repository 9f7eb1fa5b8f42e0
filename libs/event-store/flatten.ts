/**
 * The items of pages, one by one. An async generator would pass each through several promises; here an item of a page
 * that is there costs one that is already resolved, which makes a scan of a whole ledger noticeably faster.
 */
export const flatten = <Item>(open: () => AsyncIterator<readonly Item[], void, void>): AsyncIterable<Item> => ({
  [Symbol.asyncIterator]() {
    const pages = open();
    let page: readonly Item[] = [];
    let index = 0;
    let hasEnded = false;
    let turning: Promise<void> | undefined;

    const turn = async (): Promise<void> => {
      try {
        const next = await pages.next();
        if (next.done) hasEnded = true;
        page = next.done ? [] : next.value;
        index = 0;
      } finally {
        turning = undefined;
      }
    };
    const next = (): Promise<IteratorResult<Item, void>> => {
      if (index < page.length) return Promise.resolve({ done: false, value: page[index++]! });
      if (hasEnded) return Promise.resolve({ done: true, value: undefined });
      turning ??= turn();
      return turning.then(next);
    };
    const end = async (): Promise<IteratorResult<Item, void>> => {
      hasEnded = true;
      page = [];
      await pages.return?.();
      return { done: true, value: undefined };
    };
    return { next, return: end };
  },
});
