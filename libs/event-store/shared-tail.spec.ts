import { describe, expect, it } from '@jest/globals';
import { Nudges } from './nudges.js';
import { sharedTail } from './subscription.js';

const newNudges = () =>
  new Nudges(
    () => undefined,
    () => undefined,
  );

const setUp = ({ more = false } = {}) => {
  const watch = newNudges();
  const asked: bigint[] = [];
  const tailAfter = sharedTail(async (after) => {
    asked.push(after);
    return { events: [], more };
  }, watch);
  return { watch, asked, tailAfter };
};

describe('the tail that subscriptions share', () => {
  it('is read once for all who stand at the same place', () => {
    const { asked, tailAfter } = setUp();
    const first = tailAfter(7n);
    expect(tailAfter(7n)).toBe(first);
    expect(asked).toEqual([7n]);
  });

  it('is read again after an append', () => {
    const { asked, tailAfter, watch } = setUp();
    void tailAfter(7n);
    watch.nudge();
    void tailAfter(7n);
    expect(asked).toEqual([7n, 7n]);
  });

  it('is read again for one who has just begun to listen: while nobody did, others may have appended', () => {
    const { asked, tailAfter, watch } = setUp();
    void tailAfter(7n);
    const stop = watch.add(() => undefined);
    void tailAfter(7n);
    stop();
    expect(asked).toEqual([7n, 7n]);
  });

  it('is read again for one who stands elsewhere', () => {
    const { asked, tailAfter } = setUp();
    void tailAfter(7n);
    void tailAfter(6n);
    expect(asked).toEqual([7n, 6n]);
  });

  it('is not kept while it is a part of what there is', async () => {
    const { asked, tailAfter } = setUp({ more: true });
    await tailAfter(7n);
    await tailAfter(7n);
    expect(asked).toEqual([7n, 7n]);
  });

  it('is not kept when it could not be read', async () => {
    let reads = 0;
    const tailAfter = sharedTail(async () => {
      if (++reads === 1) throw new Error('the disk stumbled');
      return { events: [], more: false };
    }, newNudges());
    await expect(tailAfter(7n)).rejects.toThrow('stumbled');
    expect(await tailAfter(7n)).toEqual({ events: [], more: false });
  });

  it('counts as read before an append that came while it was read', () => {
    const watch = newNudges();
    let reads = 0;
    const tailAfter = sharedTail(async () => {
      if (++reads === 1) watch.nudge();
      return { events: [], more: false };
    }, watch);
    void tailAfter(7n);
    void tailAfter(7n);
    expect(reads).toBe(2);
  });
});
