import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type {
  QueryActorsArgs,
  QueryCorrectionsArgs,
  QueryDecisionTraceArgs,
  QueryErasureRegisterArgs,
  QueryOverridesArgs,
  QueryRetroactiveEntriesArgs,
} from '#schema';
import { type DecisionStep, traceDecision } from '../decision/trace.queries.js';
import { nodeOf } from '../node-of.js';
import type { Reading } from '../reading.js';
import type { Tables } from '../tables.js';
import {
  actorsOfErasure,
  erasureRegister,
  listActors,
  listCorrections,
  listOverrides,
  retroactiveEntries,
} from './audit.queries.js';

@Resolver()
export class AuditResolver {
  @Query('retroactiveEntries')
  retroactiveEntries(@Args() args: QueryRetroactiveEntriesArgs, @Context('reading') reading: Reading) {
    return retroactiveEntries(reading, args);
  }

  @Query('corrections')
  corrections(@Args() args: QueryCorrectionsArgs, @Context('reading') reading: Reading) {
    return listCorrections(reading, args);
  }

  @Query('overrides')
  overrides(@Args() args: QueryOverridesArgs, @Context('reading') reading: Reading) {
    return listOverrides(reading, args);
  }

  @Query('erasureRegister')
  erasureRegister(@Args() args: QueryErasureRegisterArgs, @Context('reading') reading: Reading) {
    return erasureRegister(reading, args);
  }

  @Query('decisionTrace')
  decisionTrace(@Args() args: QueryDecisionTraceArgs, @Context('reading') reading: Reading) {
    return traceDecision(reading, args);
  }

  @Query('actors')
  actors(@Args() args: QueryActorsArgs, @Context('reading') reading: Reading) {
    return listActors(reading, args);
  }
}

@Resolver('DecisionStep')
export class DecisionStepResolver {
  @ResolveField('about')
  about(@Parent() { subjectId }: DecisionStep, @Context('reading') reading: Reading) {
    return nodeOf(reading, subjectId.split('/', 1)[0]!);
  }
}

@Resolver('Erasure')
export class ErasureResolver {
  @ResolveField('person')
  person(@Parent() { personId }: Tables['erasure'], @Context('reading') reading: Reading) {
    return reading.load('person', personId);
  }

  @ResolveField('requestedBy')
  async requestedBy(@Parent() erasure: Tables['erasure'], @Context('reading') reading: Reading) {
    return (await actorsOfErasure(reading, erasure)).requestedBy;
  }

  @ResolveField('decidedBy')
  async decidedBy(@Parent() erasure: Tables['erasure'], @Context('reading') reading: Reading) {
    return (await actorsOfErasure(reading, erasure)).decidedBy;
  }
}

export const auditResolvers = [AuditResolver, DecisionStepResolver, ErasureResolver];
