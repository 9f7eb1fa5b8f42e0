import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { plainId } from '#kernel';
import type { QueryProgrammesArgs } from '#schema';
import { showRoleHolder } from '../role-holder.js';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { escalationsOf, isOverdue, listProgrammes, solutionsOf } from './programme.queries.js';

@Resolver('Programme')
export class ProgrammeResolver {
  @Query('programmes')
  programmes(@Args() args: QueryProgrammesArgs, @Context('reading') reading: Reading) {
    return listProgrammes(reading, args);
  }

  @Query('programme')
  programme(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('programme', plainId(id));
  }

  @ResolveField('owner')
  owner(@Parent() programme: Tables['programme'], @Context('reading') reading: Reading) {
    return showRoleHolder(programme.owner, reading);
  }

  @ResolveField('solutions')
  solutions(@Parent() programme: Tables['programme'], @Context('reading') reading: Reading) {
    return solutionsOf(reading, programme.key);
  }

  @ResolveField('escalations')
  escalations(@Parent() programme: Tables['programme'], @Context('reading') reading: Reading) {
    return escalationsOf(reading, programme.key);
  }
}

@Resolver('Escalation')
export class EscalationResolver {
  @ResolveField('overdue')
  overdue(@Parent() escalation: Tables['escalation'], @Context('reading') reading: Reading) {
    return isOverdue(escalation, reading.today);
  }
}

@Resolver('ProgrammePayload')
export class ProgrammePayloadResolver {
  @ResolveField('programme')
  programme(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    return submitted.programmeId ? reading.load('programme', submitted.programmeId) : null;
  }
}

@Resolver('SolutionPayload')
export class SolutionPayloadResolver {
  @ResolveField('solution')
  solution(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'solutionId');
    return id ? reading.load('solution', id) : null;
  }
}

@Resolver('EscalationPayload')
export class EscalationPayloadResolver {
  @ResolveField('escalation')
  escalation(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'escalationId');
    return id ? reading.load('escalation', id) : null;
  }
}

export const programmeResolvers = [
  ProgrammeResolver,
  EscalationResolver,
  ProgrammePayloadResolver,
  SolutionPayloadResolver,
  EscalationPayloadResolver,
];
