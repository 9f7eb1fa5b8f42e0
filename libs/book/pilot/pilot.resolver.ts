import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { plainId } from '#kernel';
import type { QueryContagionArgs, QueryPilotsArgs } from '#schema';
import { meantId } from '../cited.js';
import { showRoleHolder } from '../role-holder.js';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { unitsById } from '../unit/unit.queries.js';
import { type PrecededInterest, contagionOf } from './contagion.queries.js';
import { listPilots, observationsOf, visibleResultsOf } from './pilot.queries.js';

type Pilot = Tables['pilot'];

@Resolver('Pilot')
export class PilotResolver {
  @Query('pilots')
  pilots(@Args() args: QueryPilotsArgs, @Context('reading') reading: Reading) {
    return listPilots(reading, args);
  }

  @Query('pilot')
  pilot(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('pilot', plainId(id));
  }

  @ResolveField('solution')
  solution(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return reading.load('solution', pilot.solutionId);
  }

  @ResolveField('units')
  units(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return unitsById(reading, pilot.unitIds);
  }

  @ResolveField('motivatedLeader')
  motivatedLeader(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return showRoleHolder(pilot.motivatedLeader, reading);
  }

  @ResolveField('observations')
  observations(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return observationsOf(reading, pilot.key);
  }

  @ResolveField('visibleResults')
  visibleResults(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return visibleResultsOf(reading, pilot.key);
  }

  @ResolveField('approvalDecision')
  approvalDecision(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return pilot.approvalDecisionId ? reading.load('decision', pilot.approvalDecisionId) : null;
  }

  @ResolveField('scalingDecision')
  scalingDecision(@Parent() pilot: Pilot, @Context('reading') reading: Reading) {
    return pilot.scalingDecisionId ? reading.load('decision', pilot.scalingDecisionId) : null;
  }
}

@Resolver('PilotObservation')
export class PilotObservationResolver {
  @ResolveField('value')
  value(@Parent() observation: Tables['pilotObservation']) {
    return observation.observedValue;
  }

  @ResolveField('observedOn')
  observedOn(@Parent() observation: Tables['pilotObservation']) {
    return observation.happenedOn;
  }
}

@Resolver('VisibleResult')
export class VisibleResultResolver {
  @ResolveField('pilot')
  pilot(@Parent() result: Tables['visibleResult'], @Context('reading') reading: Reading) {
    return reading.load('pilot', result.pilotId);
  }

  @ResolveField('madeVisibleOn')
  madeVisibleOn(@Parent() result: Tables['visibleResult']) {
    return result.happenedOn;
  }
}

@Resolver('Contagion')
export class ContagionResolver {
  @Query('contagion')
  async contagion(@Args() args: QueryContagionArgs, @Context('reading') reading: Reading) {
    const programmeId = plainId(args.programmeId);
    const solutionId = await meantId(reading, programmeId, args.solutionId);
    return contagionOf(reading, { programmeId, solutionId, withinDays: args.withinDays });
  }
}

@Resolver('PrecededInterest')
export class PrecededInterestResolver {
  @ResolveField('unit')
  unit(@Parent() interest: PrecededInterest, @Context('reading') reading: Reading) {
    return reading.load('unit', interest.unitId);
  }
}

@Resolver('PilotPayload')
export class PilotPayloadResolver {
  @ResolveField('pilot')
  pilot(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'pilotId');
    return id ? reading.load('pilot', id) : null;
  }
}

export const pilotResolvers = [
  PilotResolver,
  PilotObservationResolver,
  VisibleResultResolver,
  ContagionResolver,
  PrecededInterestResolver,
  PilotPayloadResolver,
];
