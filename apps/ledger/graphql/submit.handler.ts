import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Book } from '#book';
import type { Ledger, Outcome, Submission } from '#ledger';

/** The one command on Nest's bus: any command of the domain, for the ledger to decide. */
export class Submit extends Command<Outcome> {
  constructor(readonly submission: Submission) {
    super();
  }
}

/** What the ledger is injected under. */
export const LEDGER = Symbol('ledger');

@CommandHandler(Submit)
export class SubmitHandler implements ICommandHandler<Submit> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger<Book>) {}

  execute({ submission }: Submit): Promise<Outcome> {
    return this.ledger.submit(submission);
  }
}
