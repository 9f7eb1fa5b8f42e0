/**
 * A generator that ends at once when it is told to, even while it waits: `return()` aborts the signal that it was given
 * before it asks the generator to end. A bare async generator would first wait for whatever it waits for.
 */
export const pulled = <T>(
  run: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> => {
  const ending = new AbortController();
  const inner = run(ending.signal);
  const outer: AsyncGenerator<T, void, void> = {
    next: () => inner.next(),
    return() {
      ending.abort();
      return inner.return();
    },
    throw(error) {
      ending.abort();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]: () => outer,
    [Symbol.asyncDispose]: async () => void (await outer.return()),
  };
  return outer;
};

/** The values of a generator, each turned into another when it is asked for. */
export const mapped = <T, U>(
  source: AsyncGenerator<T, void, void>,
  turn: (value: T) => U | Promise<U>,
): AsyncGenerator<U, void, void> => {
  const turned = async (step: Promise<IteratorResult<T, void>>): Promise<IteratorResult<U, void>> => {
    const { done, value } = await step;
    return done ? { done, value: undefined } : { done: false, value: await turn(value) };
  };
  const outer: AsyncGenerator<U, void, void> = {
    next: () => turned(source.next()),
    return: () => turned(source.return()),
    throw: (error) => turned(source.throw(error)),
    [Symbol.asyncIterator]: () => outer,
    [Symbol.asyncDispose]: async () => void (await source.return()),
  };
  return outer;
};

/** The same values, and word of their end, however it comes: it is given once. */
export const withEnd = <T>(source: AsyncGenerator<T, void, void>, ended: () => void): AsyncGenerator<T, void, void> => {
  let isTold = false;
  const tell = () => {
    if (!isTold) ended();
    isTold = true;
  };
  const looked = (step: Promise<IteratorResult<T, void>>): Promise<IteratorResult<T, void>> => {
    step.then(({ done }) => done && tell(), tell);
    return step;
  };
  const outer: AsyncGenerator<T, void, void> = {
    next: () => looked(source.next()),
    return: () => looked(source.return()),
    throw: (error) => looked(source.throw(error)),
    [Symbol.asyncIterator]: () => outer,
    [Symbol.asyncDispose]: async () => void (await outer.return()),
  };
  return outer;
};

/** Says that there may be something new. It may ring often while nobody listens: that counts once, and is never lost. */
export class Bell {
  #rung = true;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  /** Resolves when it has rung since the last time; the first time at once. Look for what is new after this. */
  async rung(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#rung = false;
  }
}
