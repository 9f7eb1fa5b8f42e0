import { specification } from '#kernel';
import { emptyBook, evolveBook } from './book.state.js';
import { decideInBook } from './decide.js';

/** `given(…events).when(command, input).then(…events)` on a programme's book. For specs. */
export const given = specification({ initial: emptyBook, evolve: evolveBook, decide: decideInBook });
