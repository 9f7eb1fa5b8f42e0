import type { CommandBus } from '@nestjs/cqrs';
import { type Submitted, type UserError, checkInput, refusalPhrases, sayRefusal } from '#book';
import { type Language, type Refusal, none, plainId } from '#kernel';
import { type Outcome, type SubmittedRecord, ledgerRefusals } from '#ledger';
import type { EdgeContext } from './context.js';
import { Submit } from './submit.handler.js';

/** How long an accepted command waits for the read models before it is answered without what it changed. */
const readModelWaitMsMax = 5_000;

const phrases = { ...refusalPhrases, ...ledgerRefusals };

const asUserError = (refusal: Refusal, language: Language): UserError => ({
  code: refusal.refused,
  message: sayRefusal(refusal, language, phrases),
  field: refusal.field ?? null,
});

const refused = (refusals: readonly Refusal[], language: Language): Submitted => ({
  accepted: false,
  programmeId: null,
  position: null,
  events: [],
  userErrors: refusals.map((refusal) => asUserError(refusal, language)),
});

const showAccepted = async (
  outcome: Extract<Outcome, { accepted: true }>,
  { parts }: EdgeContext,
): Promise<Submitted> => {
  const { position, programmeId, events } = outcome;
  const shown = await parts.readModels.waitFor(position, { timeoutMs: readModelWaitMsMax });
  // What cannot be shown as the command left it is not shown at all: the position tells that it is written.
  return {
    accepted: true,
    position,
    userErrors: [],
    ...(shown ? { programmeId, events } : { programmeId: null, events: [] }),
  };
};

/** What came of a command, in names, codes and ids: what was asked is in the ledger, or nowhere. */
const tell = (command: string, outcome: Outcome, { log }: EdgeContext): void => {
  if (!outcome.accepted)
    return log.debug({ command, refusals: outcome.refusals.map((each) => each.refused) }, 'a command was refused');
  const { commandId, correlationId } = outcome.events[0]!;
  const position = String(outcome.position);
  log.debug({ command, commandId, correlationId, position }, 'a command was accepted');
};

/**
 * Gives a command to the ledger and answers when the read models show what it did. Every mutation comes through here:
 * its name is the command's.
 */
export const submitCommand = async (
  command: string,
  { input, record }: { readonly input: Record<string, unknown>; readonly record?: unknown },
  bus: CommandBus,
  context: EdgeContext,
): Promise<Submitted> => {
  const { actor, language, traceId } = context;
  const checked = checkInput('RecordInput', record ?? {}, none(), 'record');
  const { metrics } = context.parts;
  if ('refusals' in checked) {
    metrics.decided(command, checked.refusals);
    tell(command, { accepted: false, refusals: checked.refusals }, context);
    return refused(checked.refusals, language);
  }
  const { programmeId } = input;
  const submission = {
    command,
    input,
    actor,
    ...(typeof programmeId === 'string' ? { programmeId: plainId(programmeId) } : {}),
    record: { correlationId: traceId, ...(checked.value as SubmittedRecord) },
  };
  const outcome = await bus.execute(new Submit(submission));
  metrics.decided(command, outcome.accepted ? [] : outcome.refusals);
  tell(command, outcome, context);
  return outcome.accepted ? showAccepted(outcome, context) : refused(outcome.refusals, language);
};
