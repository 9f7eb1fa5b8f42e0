import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { plainId } from '#kernel';
import type { QueryAdoptionByWaveArgs, QueryWaveChangeLogArgs, QueryWavesArgs } from '#schema';
import { meantIdIfAny } from '../cited.js';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { unitsById } from '../unit/unit.queries.js';
import { adoptionByWave } from './adoption-by-wave.queries.js';
import { adoptionProgressOf } from './adoption-progress.queries.js';
import { changesOfWave, formerUnitsOfWave, listWaveChanges, listWaves, unitsInWave } from './wave.queries.js';

type Wave = Tables['wave'];

@Resolver('Wave')
export class WaveResolver {
  @Query('waves')
  waves(@Args() args: QueryWavesArgs, @Context('reading') reading: Reading) {
    return listWaves(reading, args);
  }

  @Query('wave')
  wave(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('wave', plainId(id));
  }

  @ResolveField('solution')
  solution(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return reading.load('solution', wave.solutionId);
  }

  @ResolveField('baseline')
  baseline(@Parent() wave: Wave) {
    return wave.baselinedOn === null ? null : wave;
  }

  @ResolveField('units')
  units(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return unitsInWave(reading, wave.key);
  }

  @ResolveField('formerUnits')
  formerUnits(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return formerUnitsOfWave(reading, wave.key);
  }

  @ResolveField('changes')
  changes(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return changesOfWave(reading, wave.key);
  }

  @ResolveField('overrideDecision')
  overrideDecision(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return wave.overrideDecisionId ? reading.load('decision', wave.overrideDecisionId) : null;
  }
}

/** A baseline is shown from the row of its wave. */
@Resolver('WaveBaseline')
export class WaveBaselineResolver {
  @ResolveField('plannedStart')
  plannedStart(@Parent() wave: Wave) {
    return wave.baselineStart;
  }

  @ResolveField('plannedEnd')
  plannedEnd(@Parent() wave: Wave) {
    return wave.baselineEnd;
  }

  @ResolveField('units')
  units(@Parent() wave: Wave, @Context('reading') reading: Reading) {
    return unitsById(reading, wave.baselineUnitIds ?? []);
  }
}

@Resolver('WaveUnit')
export class WaveUnitResolver {
  @ResolveField('unit')
  unit(@Parent() place: Tables['waveUnit'], @Context('reading') reading: Reading) {
    return reading.load('unit', place.unitId);
  }

  @ResolveField('movedTo')
  movedTo(@Parent() place: Tables['waveUnit'], @Context('reading') reading: Reading) {
    return place.movedToWaveId ? reading.load('wave', place.movedToWaveId) : null;
  }
}

@Resolver('WaveChange')
export class WaveChangeResolver {
  @Query('waveChangeLog')
  waveChangeLog(@Args() args: QueryWaveChangeLogArgs, @Context('reading') reading: Reading) {
    return listWaveChanges(reading, args);
  }

  @ResolveField('wave')
  wave(@Parent() change: Tables['waveChange'], @Context('reading') reading: Reading) {
    return reading.load('wave', change.waveId);
  }

  @ResolveField('units')
  units(@Parent() change: Tables['waveChange'], @Context('reading') reading: Reading) {
    return unitsById(reading, change.unitIds);
  }

  @ResolveField('toWave')
  toWave(@Parent() change: Tables['waveChange'], @Context('reading') reading: Reading) {
    return change.toWaveId ? reading.load('wave', change.toWaveId) : null;
  }
}

@Resolver('AdoptionByWave')
export class AdoptionByWaveResolver {
  @Query('adoptionByWave')
  async adoptionByWave(@Args() args: QueryAdoptionByWaveArgs, @Context('reading') reading: Reading) {
    const programmeId = plainId(args.programmeId);
    const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
    return adoptionByWave(reading, { programmeId, solutionId });
  }
}

@Resolver('AdoptionProgress')
export class AdoptionProgressResolver {
  @Query('adoptionProgress')
  adoptionProgress(@Args('programmeId') programmeId: string, @Context('reading') reading: Reading) {
    return adoptionProgressOf(reading, plainId(programmeId));
  }
}

@Resolver('WavePayload')
export class WavePayloadResolver {
  @ResolveField('wave')
  wave(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'waveId');
    return id ? reading.load('wave', id) : null;
  }
}

export const waveResolvers = [
  WaveResolver,
  WaveBaselineResolver,
  WaveUnitResolver,
  WaveChangeResolver,
  AdoptionByWaveResolver,
  AdoptionProgressResolver,
  WavePayloadResolver,
];
