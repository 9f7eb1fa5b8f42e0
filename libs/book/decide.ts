import { type Context, type Decide, type Decision, type Event, type LocalDate, type Refusal, isRefusal } from '#kernel';
import { mutationInputs } from '#schema';
import { type Book, definitionOf } from './book.state.js';
import { refuseInBook } from './book.words.js';
import { championCommands } from './champion/champion.decider.js';
import { correctionCommands } from './correction/correction.decider.js';
import { decisionCommands } from './decision/decision.decider.js';
import { endedBy, groundedOn, lastToldOn } from './endings.js';
import { checkInput } from './input.js';
import { personCommands } from './person/person.decider.js';
import { pilotCommands } from './pilot/pilot.decider.js';
import { programmeCommands } from './programme/programme.decider.js';
import { tick } from './tick.js';
import { type Timeline, lastDayOf } from './timeline.js';
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

/** An event on its day, and the book that it shall go into. */
interface Dated {
  readonly eventType: string;
  readonly subject: string;
  readonly about: readonly string[];
  readonly occurredOn: LocalDate;
  readonly timeline: Timeline;
  readonly programmeId: string;
}

const refusedByOrder = ({ subject, occurredOn, timeline }: Dated): Refusal | undefined => {
  const lastOn = lastDayOf(timeline, subject) ?? '';
  return occurredOn < lastOn
    ? refuseInBook('OCCURRED_OUT_OF_ORDER', { occurredOn, lastOn }, 'record.occurredOn')
    : undefined;
};

const refusedByGrounds = ({ eventType, about, occurredOn, timeline, programmeId }: Dated) => {
  for (const other of [programmeId, ...about]) {
    // What the book does not know yet begins by the same command.
    const beganOn = groundedOn(timeline, other, eventType) ?? '';
    if (occurredOn < beganOn)
      return refuseInBook('OCCURRED_BEFORE_ITS_SUBJECT', { occurredOn, beganOn }, 'record.occurredOn');
  }
  return undefined;
};

const refusedAsEnding = (dated: Dated): Refusal | undefined => {
  const { occurredOn, timeline, programmeId } = dated;
  for (const ended of endedBy(dated, dated.subject)) {
    const toldOn = lastToldOn(timeline, ended, programmeId);
    if (occurredOn < toldOn) return refuseInBook('ENDED_BEFORE_LAST_LINE', { occurredOn, toldOn }, 'record.occurredOn');
  }
  return undefined;
};

/** The rules that keep the world's clock honest, over all events of a command. */
const heldAgainstClock = (events: readonly Event[], { timeline }: Book, context: Context): Decision => {
  const { programmeId } = context;
  for (const { type: eventType, data, occurredOn = context.occurredOn } of events) {
    const definition = definitionOf(eventType);
    const [subject, about] = [definition.subject(data), definition.about(data)];
    const dated = { eventType, subject, about, occurredOn, timeline, programmeId };
    const refused = refusedByOrder(dated) ?? refusedByGrounds(dated) ?? refusedAsEnding(dated);
    if (refused) return refused;
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
  if (!decide) throw new Error(`there is no command ${command}`);
  const refused = refusedByStatus(command, book);
  if (refused) return [refused];
  if (context.occurredOn > context.today)
    return [refuseInBook('OCCURRED_IN_FUTURE', { occurredOn: context.occurredOn }, 'record.occurredOn')];
  const checked = checkInput(mutationInputs[command]!.type, input, book.refs);
  if ('refusals' in checked) return checked.refusals;
  const decision = decide(checked.value as never, book, context);
  return isRefusal(decision) ? [decision] : asRefusals(heldAgainstClock(decision, book, context));
};
