import { expect } from '@jest/globals';
import type { Parts } from '../../apps/ledger/parts.js';
import type { DrawnBook, Given } from './drawn-book.js';

/** A clock that is set by hand. */
export class HandClock {
  at = '2016-08-01T08:00:00.000Z';
  readonly now = (): Date => new Date(this.at);
}

const submit = async (
  { ledger }: Pick<Parts, 'ledger'>,
  { command, input, commandId, occurredOn, lines }: Given,
  programmeId: string,
) => {
  const outcome = await ledger.submit({
    ...(command === 'charterProgramme' ? {} : { programmeId }),
    command,
    input,
    actor: { id: 'test-manager', role: 'manager' },
    record: { commandId, occurredOn },
  });
  if (!outcome.accepted) throw new Error(`${command} was refused: ${JSON.stringify(outcome.refusals)}`);
  const placeOf = ({ id, type, revision, occurredOn: on }: (typeof lines)[number]) => ({ id, type, revision, on });
  expect(outcome.events.map(placeOf)).toEqual(lines.map(placeOf));
};

/**
 * Gives the commands of a drawn book to a ledger. Those that it learns of at the same moment are given at once: they are
 * decided one on top of the other.
 */
export const submitDrawn = async (
  parts: Pick<Parts, 'ledger'>,
  clock: HandClock,
  { given, programmeId }: DrawnBook,
): Promise<void> => {
  for (let from = 0; from < given.length;) {
    clock.at = given[from]!.now;
    const moment = given.slice(from).findIndex((each) => each.now !== clock.at);
    const to = moment < 0 ? given.length : from + moment;
    await Promise.all(given.slice(from, to).map((each) => submit(parts, each, programmeId)));
    from = to;
  }
};
