import { appendFileSync, mkdirSync } from 'node:fs';
import { type Refusal, isRefusal, placeholdersOf, specification } from '#kernel';
import { emptyBook, evolveBook } from './book.state.js';
import { decideInBook } from './decide.js';
import { refusalPhrases } from './say.js';

/** Where a test run writes what was decided, when it is asked to: `npm run document` makes docs/commands.md of it. */
const decisionLog = process.env.WAVEBOOK_DECISION_LOG;

const note = (command: string, outcome: readonly unknown[]): void => {
  if (decisionLog === undefined) return;
  const codes = outcome.filter(isRefusal).map(({ refused }) => refused);
  mkdirSync(decisionLog.slice(0, decisionLog.lastIndexOf('/')), { recursive: true });
  appendFileSync(decisionLog, `${JSON.stringify({ command, codes })}\n`);
};

const optionalPart = /\[[^\][]*\]/g;

/** A refusal is a sentence to somebody: in no language may it have a gap that stays empty. */
const assertSayable = ({ refused, values }: Refusal): void => {
  for (const sentence of Object.values(refusalPhrases[refused] ?? {}))
    for (const name of placeholdersOf(sentence.replace(optionalPart, '')))
      if (values[name] === undefined || values[name] === null)
        throw new Error(`${refused} is refused without saying its {${name}}: ${sentence}`);
};

/** `given(…events).when(command, input).then(…events)` on a programme's book. For specs. */
export const given = specification({
  initial: emptyBook,
  evolve: evolveBook,
  decide: (command, input, book, context) => {
    const outcome = decideInBook(command, input, book, context);
    note(command, outcome);
    outcome.filter(isRefusal).forEach(assertSayable);
    return outcome;
  },
});
