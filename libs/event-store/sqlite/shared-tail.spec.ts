import { describe, expect, it } from '@jest/globals';
import { AppendWatch } from './append-watch.js';
import { sharedTail } from './subscription.js';

const setUp = ({ more = false } = {}) => {
  const watch = new AppendWatch(() => 0, 1_000);
  const asked: bigint[] = [];
  const tailAfter = sharedTail((after) => {
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
    tailAfter(7n);
    watch.nudge();
    tailAfter(7n);
    expect(asked).toEqual([7n, 7n]);
  });

  it('is read again for one who has just begun to listen: while nobody did, others may have appended', () => {
    const { asked, tailAfter, watch } = setUp();
    tailAfter(7n);
    const stop = watch.add(() => undefined);
    tailAfter(7n);
    stop();
    expect(asked).toEqual([7n, 7n]);
  });

  it('is read again for one who stands elsewhere', () => {
    const { asked, tailAfter } = setUp();
    tailAfter(7n);
    tailAfter(6n);
    expect(asked).toEqual([7n, 6n]);
  });

  it('is not kept while it is a part of what there is', () => {
    const { asked, tailAfter } = setUp({ more: true });
    tailAfter(7n);
    tailAfter(7n);
    expect(asked).toEqual([7n, 7n]);
  });

  it('counts as read before an append that came while it was read', () => {
    const watch = new AppendWatch(() => 0, 1_000);
    let reads = 0;
    const tailAfter = sharedTail(() => {
      if (++reads === 1) watch.nudge();
      return { events: [], more: false };
    }, watch);
    tailAfter(7n);
    tailAfter(7n);
    expect(reads).toBe(2);
  });
});
