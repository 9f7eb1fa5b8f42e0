import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Submitted } from '../reading.js';
import { OccurredOnCorrected } from './correction.events.js';

/** The correction that a command wrote; none when it was refused. */
const correctionIn = ({ events }: Submitted) => {
  const event = events.find(({ type }) => type === OccurredOnCorrected.type);
  return event?.data as ReturnType<typeof OccurredOnCorrected>['data'] | undefined;
};

@Resolver('CorrectionPayload')
export class CorrectionPayloadResolver {
  @ResolveField('eventId')
  eventId(@Parent() submitted: Submitted) {
    return correctionIn(submitted)?.eventId;
  }

  @ResolveField('occurredOn')
  occurredOn(@Parent() submitted: Submitted) {
    return correctionIn(submitted)?.occurredOn;
  }

  @ResolveField('previously')
  previously(@Parent() submitted: Submitted) {
    return correctionIn(submitted)?.previously;
  }
}

export const correctionResolvers = [CorrectionPayloadResolver];
