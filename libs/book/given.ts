import { appendFileSync, mkdirSync } from 'node:fs';
import { isRefusal, specification } from '#kernel';
import { emptyBook, evolveBook } from './book.state.js';
import { decideInBook } from './decide.js';

/** Where a test run writes what was decided, when it is asked to: `npm run document` makes docs/commands.md of it. */
const decisionLog = process.env.WAVEBOOK_DECISION_LOG;

const note = (command: string, outcome: readonly unknown[]): void => {
  if (decisionLog === undefined) return;
  const codes = outcome.filter(isRefusal).map(({ refused }) => refused);
  mkdirSync(decisionLog.slice(0, decisionLog.lastIndexOf('/')), { recursive: true });
  appendFileSync(decisionLog, `${JSON.stringify({ command, codes })}\n`);
};

/** `given(…events).when(command, input).then(…events)` on a programme's book. For specs. */
export const given = specification({
  initial: emptyBook,
  evolve: evolveBook,
  decide: (command, input, book, context) => {
    const outcome = decideInBook(command, input, book, context);
    note(command, outcome);
    return outcome;
  },
});
