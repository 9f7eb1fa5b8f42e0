import { describe, expect } from '@jest/globals';
import { bookModel } from '#book';
import { isRefusal } from '#kernel';
import fc from 'fast-check';
import { holds } from '../support/property.js';
import { DrawnBook, stories, type Turn, type Watch } from './drawn-book.js';
import { brokenBy } from './invariants.js';

/** Turns of one story; some sixty of them write lines. */
const turnsMax = 100;

const expectUnbroken: Watch = ({ command, input, occurredOn, lines, now }, before, book) => {
  const broken = brokenBy({ before, lines, book, today: now.slice(0, 10) });
  if (broken.length > 0) throw new Error(`${command} ${JSON.stringify(input)} on ${occurredOn}:\n${broken.join('\n')}`);
};

const tell = (turns: readonly Turn[], watch?: Watch): DrawnBook => {
  const drawn = new DrawnBook('any book', watch);
  for (const turn of turns) drawn.take(turn);
  return drawn;
};

describe('any sequence of commands on a book', () => {
  holds(
    'breaks no invariant',
    40,
    fc.property(stories(turnsMax), (turns) => void tell(turns, expectUnbroken)),
  );

  holds(
    'leaves the clock nothing to say twice',
    10,
    fc.property(stories(turnsMax), (turns) => {
      const drawn = tell([...turns, { command: 'tick', seed: 1, days: 40 }]);
      const again = bookModel.decide('tick', {}, drawn.book, {
        actor: { id: 'clock', role: 'system' },
        programmeId: drawn.programmeId,
        now: `${drawn.today}T11:00:00.000Z`,
        today: drawn.today,
        occurredOn: drawn.today,
        newId: () => '',
      });
      expect(again.filter(isRefusal).map(({ refused }) => refused)).toEqual(['NOTHING_DUE']);
    }),
  );
});
