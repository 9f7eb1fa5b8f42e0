import { type Context, type Decide, type Decision, type Event, type Refusal, isRefusal } from '#kernel';
import { mutationInputs } from '#schema';
import { type Book, definitionOf } from './book.state.js';
import { refuseInBook } from './book.words.js';
import { championCommands } from './champion/champion.decider.js';
import { correctionCommands } from './correction/correction.decider.js';
import { decisionCommands } from './decision/decision.decider.js';
import { checkInput } from './input.js';
import { personCommands } from './person/person.decider.js';
import { pilotCommands } from './pilot/pilot.decider.js';
import { programmeCommands } from './programme/programme.decider.js';
import { tick } from './tick.js';
import { type Timeline, beginningOf, enter, lastDayOf } from './timeline.js';
import { unitCommands } from './unit/unit.decider.js';
import { waveCommands } from './wave/wave.decider.js';

type AnyDecide = Decide<never, Book>;

/** Every command, by the name of its mutation. */
export const commands: Readonly<Record<string, AnyDecide>> = {
  ...programmeCommands,
  ...unitCommands,
  ...decisionCommands,
  ...pilotCommands,
  ...waveCommands,
  ...championCommands,
  ...personCommands,
  ...correctionCommands,
};

/** What must still be possible in a closed book: to put the record right, and to honour a person's rights. */
const afterClosing = new Set(['correctOccurredOn', 'correctDecisionRecord', 'requestErasure', 'decideErasure']);

const refusedByStatus = (command: string, { programme }: Book): Refusal | undefined => {
  const opens = command === 'charterProgramme';
  if (opens && programme.status !== 'NONE') return refuseInBook('PROGRAMME_EXISTS', {});
  if (programme.status === 'CLOSED' && !afterClosing.has(command))
    return refuseInBook('PROGRAMME_CLOSED', {}, 'programmeId');
  return undefined;
};

const refusedByClock = (
  timeline: Timeline,
  event: Event,
  occurredOn: string,
  programmeId: string,
): Refusal | undefined => {
  const definition = definitionOf(event.type);
  const lastOn = lastDayOf(timeline, definition.subject(event.data));
  if (lastOn !== undefined && occurredOn < lastOn)
    return refuseInBook('OCCURRED_OUT_OF_ORDER', { occurredOn, lastOn }, 'record.occurredOn');
  for (const subject of [programmeId, ...definition.about(event.data)]) {
    const beganOn = beginningOf(timeline, subject);
    if (beganOn !== undefined && occurredOn < beganOn)
      return refuseInBook('OCCURRED_BEFORE_ITS_SUBJECT', { occurredOn, beganOn }, 'record.occurredOn');
  }
  return undefined;
};

/** The two rules that keep the world's clock honest, over all events of a command. */
const heldAgainstClock = (events: readonly Event[], book: Book, context: Context): Decision => {
  let timeline = book.timeline;
  for (const event of events) {
    const occurredOn = event.occurredOn ?? context.occurredOn;
    const refusal = refusedByClock(timeline, event, occurredOn, context.programmeId);
    if (refusal) return refusal;
    timeline = enter(timeline, { ...event, id: '', revision: 0n, occurredOn }, definitionOf(event.type));
  }
  return events;
};

const asRefusals = (decision: Decision): readonly Event[] | readonly Refusal[] =>
  isRefusal(decision) ? [decision] : decision;

/**
 * Decides a command on a book: checks the form of its input, then the rules of its slice, then the clocks. Pure.
 * `tick` is the clock's own command and has no input.
 */
export const decideInBook = (
  command: string,
  input: unknown,
  book: Book,
  context: Context,
): readonly Event[] | readonly Refusal[] => {
  if (command === 'tick') return asRefusals(tick(book, context));
  const decide = commands[command];
  const shape = mutationInputs[command];
  if (!decide || !shape) throw new Error(`there is no command ${command}`);
  const refused = refusedByStatus(command, book);
  if (refused) return [refused];
  if (context.occurredOn > context.today)
    return [refuseInBook('OCCURRED_IN_FUTURE', { occurredOn: context.occurredOn }, 'record.occurredOn')];
  const checked = checkInput(shape.type, input, book.refs);
  if ('refusals' in checked) return checked.refusals;
  const decision = decide(checked.value as never, book, context);
  return isRefusal(decision) ? [decision] : asRefusals(heldAgainstClock(decision, book, context));
};
