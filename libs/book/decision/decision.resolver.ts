import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { plainId } from '#kernel';
import type { QueryDecisionsArgs, QueryDecisionsDueArgs, QueryNonDecisionsArgs } from '#schema';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { earlierDecisionsOf, listDecisions, listDecisionsDue, listNonDecisions } from './decision.queries.js';

@Resolver('Decision')
export class DecisionResolver {
  @Query('decisions')
  decisions(@Args() args: QueryDecisionsArgs, @Context('reading') reading: Reading) {
    return listDecisions(reading, args);
  }

  @Query('decision')
  decision(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('decision', plainId(id));
  }

  @Query('decisionsDue')
  decisionsDue(@Args() args: QueryDecisionsDueArgs, @Context('reading') reading: Reading) {
    return listDecisionsDue(reading, args);
  }

  @Query('nonDecisions')
  nonDecisions(@Args() args: QueryNonDecisionsArgs, @Context('reading') reading: Reading) {
    return listNonDecisions(reading, args);
  }

  @ResolveField('solution')
  solution(@Parent() decision: Tables['decision'], @Context('reading') reading: Reading) {
    return decision.solutionId ? reading.load('solution', decision.solutionId) : null;
  }

  @ResolveField('chosenOption')
  chosenOption(@Parent() decision: Tables['decision']) {
    return decision.options.find((option) => option.key === decision.chosenKey);
  }

  @ResolveField('supersededBy')
  supersededBy(@Parent() decision: Tables['decision'], @Context('reading') reading: Reading) {
    return decision.supersededById ? reading.load('decision', decision.supersededById) : null;
  }

  @ResolveField('supersedes')
  supersedes(@Parent() decision: Tables['decision'], @Context('reading') reading: Reading) {
    return earlierDecisionsOf(reading, decision);
  }
}

@Resolver('DecisionPayload')
export class DecisionPayloadResolver {
  @ResolveField('decision')
  decision(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'decisionId');
    return id ? reading.load('decision', id) : null;
  }
}

export const decisionResolvers = [DecisionResolver, DecisionPayloadResolver];
