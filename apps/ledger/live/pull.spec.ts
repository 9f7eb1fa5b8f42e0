import { describe, expect, it } from '@jest/globals';
import { newest } from './newest.js';
import { Bell, mapped, pulled, withEnd } from './pull.js';

const ringing = () => {
  const rings = new Set<() => void>();
  return {
    ring: () => rings.forEach((each) => each()),
    listeners: () => rings.size,
    onChange: (ring: () => void) => {
      rings.add(ring);
      return () => void rings.delete(ring);
    },
  };
};

describe('pulled', () => {
  it('ends at once while it waits, and cleans up', async () => {
    let cleaned = false;
    const waiting = pulled<number>(async function* (signal) {
      const bell = new Bell(signal);
      try {
        await bell.rung();
        yield 1;
        while (!signal.aborted) await bell.rung();
      } finally {
        cleaned = true;
      }
    });
    expect(await waiting.next()).toEqual({ done: false, value: 1 });
    const next = waiting.next();
    await waiting.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(cleaned).toBe(true);
  });
});

describe('mapped', () => {
  it('turns a value when it is asked for, and hands the end on', async () => {
    let ended = false;
    const source = pulled<number>(async function* () {
      try {
        yield await Promise.resolve(1);
        yield 2;
      } finally {
        ended = true;
      }
    });
    const doubled = mapped(source, (value) => value * 2);
    expect(await doubled.next()).toEqual({ done: false, value: 2 });
    await doubled.return();
    expect(ended).toBe(true);
    expect(await doubled.next()).toEqual({ done: true, value: undefined });
  });
});

describe('withEnd', () => {
  const counted = (source: AsyncGenerator<number, void, void>) => {
    let ends = 0;
    return { values: withEnd(source, () => void ends++), ends: () => ends };
  };
  async function* one(): AsyncGenerator<number, void, void> {
    yield await Promise.resolve(1);
  }
  async function* broken(): AsyncGenerator<number, void, void> {
    yield await Promise.reject(new Error('broken'));
  }

  it.each<[string, () => AsyncGenerator<number, void, void>, (values: AsyncGenerator<number>) => Promise<unknown>]>([
    ['it runs out', one, async (values) => [await values.next(), await values.next(), await values.next()]],
    ['it is left', one, async (values) => [await values.next(), await values.return(undefined), await values.next()]],
    ['it breaks', broken, (values) => expect(values.next()).rejects.toThrow('broken')],
  ])('tells once that %s', async (_how, source, use) => {
    const { values, ends } = counted(source());
    await use(values);
    expect(ends()).toBe(1);
  });

  it('tells nothing while there are values', async () => {
    const { values, ends } = counted(one());
    expect(await values.next()).toEqual({ done: false, value: 1 });
    expect(ends()).toBe(0);
  });
});

describe('newest', () => {
  const following = (states: readonly string[]) => {
    const bell = ringing();
    let state = states[0];
    let looks = 0;
    const values = newest({
      look: () => {
        looks++;
        return Promise.resolve(state);
      },
      onChange: bell.onChange,
      newsOf: (each) => each,
    });
    return { ...bell, values, looks: () => looks, become: (next: string) => ((state = next), bell.ring()) };
  };

  it('gives the state at once', async () => {
    const { values } = following(['a']);
    expect(await values.next()).toEqual({ done: false, value: 'a' });
    await values.return();
  });

  it('gives the newest of the changes that came while nobody asked, and looks once', async () => {
    const { values, become, looks } = following(['a']);
    await values.next();
    for (const state of ['b', 'c', 'd']) become(state);
    expect(await values.next()).toEqual({ done: false, value: 'd' });
    expect(looks()).toBe(2);
    await values.return();
  });

  it('does not tell the same state twice', async () => {
    const { values, become } = following(['a']);
    await values.next();
    const next = values.next();
    become('a');
    become('b');
    expect(await next).toEqual({ done: false, value: 'b' });
    await values.return();
  });

  it('stops listening when it ends', async () => {
    const { values, listeners } = following(['a']);
    await values.next();
    expect(listeners()).toBe(1);
    await values.return();
    expect(listeners()).toBe(0);
  });
});
