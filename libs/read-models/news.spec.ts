import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import { streamOf } from '#kernel';
import { MemoryLedger } from '../event-store/testing/memory-event-store.js';
import { News } from './news.js';
import type { Change } from './read-models.js';
import { programmeId } from './testing/tasks.js';

const [one, two, three] = [1, 2, 3].map(programmeId) as [string, string, string];

describe('news of what is projected', () => {
  let ledger: MemoryLedger;
  let store: EventStore;
  let position: bigint;
  let news: News;
  let told: Change[];
  beforeEach(() => {
    ledger = new MemoryLedger();
    store = ledger.open();
    position = 0n;
    news = new News(store, () => position);
    told = [];
    news.onProjected((change) => told.push(change));
  });

  let written = 0;
  const append = (programme: string): bigint => {
    const id = `eeeeeeee-0000-4000-8000-${String(written++).padStart(12, '0')}`;
    ledger.append(streamOf(programme), 'no_stream', [{ id, type: 'Told', data: {}, metadata: {} }]);
    return ledger.head;
  };
  const of = (programme: string) => new Set([programme]);

  it('name whom they concern, as it is known or as the ledger has it, and tell it once', async () => {
    position = append(one);
    await news.tell({ after: 0n, upTo: position, programmeIds: of(one) });
    await news.tell();
    const first = position;
    position = append(two);
    await news.tell();
    expect(told).toEqual([
      { position: first, programmeIds: of(one) },
      { position, programmeIds: of(two) },
    ]);
  });

  it('leave nobody out where more has come than one projector knows of', async () => {
    const before = append(one);
    const own = append(two);
    position = append(three);
    // It begins after what others have projected, and others have gone on meanwhile.
    await news.tell({ after: before, upTo: own, programmeIds: of(two) });
    expect(told).toEqual([{ position, programmeIds: new Set([one, two, three]) }]);
  });

  it('let those go who wait for a position, as soon as it is reached', async () => {
    position = append(one);
    const reached = news.wait(position, 10_000);
    await news.tell();
    expect(await reached).toBe(true);
    expect(await news.wait(position + 1n, 1)).toBe(false);
  });
});
