import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { QueryAdoptionCurveArgs, QueryLapsedUnitsArgs, QueryUnassignedInterestArgs } from '#schema';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import {
  type Measurement,
  daysSince,
  lapsedUnits,
  latestUsage,
  shareOf,
  unassignedInterest,
} from './adoption.queries.js';
import { type AdoptionCurve, adoptionCurve } from './curve.queries.js';
import { adoptionKey } from './unit.events.js';
import { usageOf } from './unit.queries.js';

type Adoption = Tables['adoption'];

@Resolver('Adoption')
export class AdoptionResolver {
  @Query('adoptionCurve')
  adoptionCurve(@Args() args: QueryAdoptionCurveArgs, @Context('reading') reading: Reading) {
    return adoptionCurve(reading, args);
  }

  @Query('unassignedInterest')
  unassignedInterest(@Args() args: QueryUnassignedInterestArgs, @Context('reading') reading: Reading) {
    return unassignedInterest(reading, args);
  }

  @Query('lapsedUnits')
  lapsedUnits(@Args() args: QueryLapsedUnitsArgs, @Context('reading') reading: Reading) {
    return lapsedUnits(reading, args);
  }

  @ResolveField('unit')
  unit(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('unit', adoption.unitId);
  }

  @ResolveField('solution')
  solution(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('solution', adoption.solutionId);
  }

  @ResolveField('wave')
  wave(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return adoption.waveId === null ? null : reading.load('wave', adoption.waveId);
  }

  @ResolveField('pilot')
  pilot(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return adoption.pilotId === null ? null : reading.load('pilot', adoption.pilotId);
  }

  @ResolveField('latestUsage')
  latestUsage(@Parent() adoption: Adoption) {
    return latestUsage(adoption);
  }

  @ResolveField('usage')
  usage(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return usageOf(reading, adoption);
  }
}

@Resolver('AdoptionCurve')
export class AdoptionCurveResolver {
  /** Each point knows whose it is, to be opened down to its lines. */
  @ResolveField('points')
  points(@Parent() { solution, points }: AdoptionCurve) {
    return points.map((point) => ({ ...point, solution }));
  }
}

@Resolver('UsageMeasurement')
export class UsageMeasurementResolver {
  @ResolveField('share')
  share(@Parent() measurement: Measurement) {
    return shareOf(measurement);
  }
}

@Resolver('UnassignedInterest')
export class UnassignedInterestResolver {
  @ResolveField('unit')
  unit(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('unit', adoption.unitId);
  }

  @ResolveField('solution')
  solution(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('solution', adoption.solutionId);
  }

  @ResolveField('daysWaiting')
  daysWaiting(@Parent() { waitingSince }: Adoption, @Context('reading') reading: Reading) {
    return daysSince(waitingSince, reading);
  }
}

@Resolver('LapsedUnit')
export class LapsedUnitResolver {
  @ResolveField('unit')
  unit(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('unit', adoption.unitId);
  }

  @ResolveField('solution')
  solution(@Parent() adoption: Adoption, @Context('reading') reading: Reading) {
    return reading.load('solution', adoption.solutionId);
  }

  @ResolveField('daysLapsed')
  daysLapsed(@Parent() { lapsedOn }: Adoption, @Context('reading') reading: Reading) {
    return daysSince(lapsedOn, reading);
  }

  @ResolveField('detectedBy')
  detectedBy(@Parent() { lapseDetectedBy }: Adoption) {
    return lapseDetectedBy;
  }

  @ResolveField('latestUsage')
  latestUsage(@Parent() adoption: Adoption) {
    return latestUsage(adoption);
  }
}

@Resolver('AdoptionPayload')
export class AdoptionPayloadResolver {
  @ResolveField('adoption')
  adoption(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const [unitId, solutionId] = [idIn(submitted, 'unitId'), idIn(submitted, 'solutionId')];
    return unitId && solutionId ? reading.load('adoption', adoptionKey(unitId, solutionId)) : null;
  }

  @ResolveField('unit')
  unit(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'unitId');
    return id ? reading.load('unit', id) : null;
  }
}

@Resolver('UsagePayload')
export class UsagePayloadResolver {
  @ResolveField('adoptions')
  adoptions(@Parent() { events }: Submitted, @Context('reading') reading: Reading) {
    const ways = events.map(({ data }) => data as { unitId: string; solutionId: string });
    const keys = new Set(ways.map(({ unitId, solutionId }) => adoptionKey(unitId, solutionId)));
    return Promise.all([...keys].map((key) => reading.load('adoption', key)));
  }
}

export const adoptionResolvers = [
  AdoptionResolver,
  AdoptionCurveResolver,
  UsageMeasurementResolver,
  UnassignedInterestResolver,
  LapsedUnitResolver,
  AdoptionPayloadResolver,
  UsagePayloadResolver,
];
