import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type SealedField, plainId } from '#kernel';
import type { QueryChampionCoverageArgs, QueryChampionsArgs } from '#schema';
import { meantIdIfAny } from '../cited.js';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { remainingUnit } from '../unit/merged-units.queries.js';
import { isWithoutTime, listChampions } from './champion.queries.js';
import { maySeeName } from './champion.visibility.js';
import {
  type ChampionCoverage,
  type CoverageUnitsArgs,
  countAtUnit,
  listCoverageUnits,
  readCoverage,
} from './coverage.queries.js';

type ChampionTable = Tables['champion'];

/** A field that is about the person: opened for those who may see who the champion is, null for all others. */
const show = (field: SealedField | null | undefined, champion: ChampionTable, reading: Reading) =>
  maySeeName(champion, reading.actor) ? reading.open(field) : null;

@Resolver('Champion')
export class ChampionResolver {
  @Query('champions')
  champions(@Args() args: QueryChampionsArgs, @Context('reading') reading: Reading) {
    return listChampions(reading, args);
  }

  @Query('champion')
  champion(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('champion', plainId(id));
  }

  @ResolveField('unit')
  unit(@Parent() { unitId }: ChampionTable, @Context('reading') reading: Reading) {
    return remainingUnit(reading, unitId);
  }

  @ResolveField('solution')
  solution(@Parent() { solutionId }: ChampionTable, @Context('reading') reading: Reading) {
    return solutionId ? reading.load('solution', solutionId) : null;
  }

  @ResolveField('person')
  person(@Parent() { personId }: ChampionTable, @Context('reading') reading: Reading) {
    return reading.load('person', personId);
  }

  @ResolveField('name')
  async name(@Parent() champion: ChampionTable, @Context('reading') reading: Reading) {
    return show(
      champion.sealedName ?? (await reading.load('person', champion.personId))?.sealedName,
      champion,
      reading,
    );
  }

  @ResolveField('email')
  async email(@Parent() champion: ChampionTable, @Context('reading') reading: Reading) {
    return show(
      champion.sealedEmail ?? (await reading.load('person', champion.personId))?.sealedEmail,
      champion,
      reading,
    );
  }

  @ResolveField('rationale')
  rationale(@Parent() champion: ChampionTable, @Context('reading') reading: Reading) {
    return show(champion.sealedRationale, champion, reading);
  }

  @ResolveField('lastRecognisedFor')
  lastRecognisedFor(@Parent() champion: ChampionTable, @Context('reading') reading: Reading) {
    return show(champion.sealedRecognition, champion, reading);
  }

  @ResolveField('personalData')
  async personalData(@Parent() { personId }: ChampionTable, @Context('reading') reading: Reading) {
    return (await reading.load('person', personId))?.status;
  }

  @ResolveField('allocatedPercent')
  allocatedPercent(@Parent() { percent }: ChampionTable) {
    return percent;
  }

  @ResolveField('withoutAllocatedTime')
  withoutAllocatedTime(@Parent() champion: ChampionTable) {
    return isWithoutTime(champion);
  }
}

@Resolver('ChampionCoverage')
export class ChampionCoverageResolver {
  @Query('championCoverage')
  async championCoverage(@Args() args: QueryChampionCoverageArgs, @Context('reading') reading: Reading) {
    const programmeId = plainId(args.programmeId);
    const solutionId = await meantIdIfAny(reading, programmeId, args.solutionId);
    return readCoverage(reading, { programmeId, solutionId });
  }

  @ResolveField('units')
  async units(
    @Parent() coverage: ChampionCoverage,
    @Args() args: CoverageUnitsArgs,
    @Context('reading') reading: Reading,
  ) {
    const page = await listCoverageUnits(reading, coverage, args);
    return {
      ...page,
      edges: page.edges.map(({ cursor, node }) => ({ cursor, node: countAtUnit(reading, node, coverage) })),
    };
  }
}

@Resolver('ChampionPayload')
export class ChampionPayloadResolver {
  @ResolveField('champion')
  champion(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'championId');
    return id ? reading.load('champion', id) : null;
  }
}

export const championResolvers = [ChampionResolver, ChampionCoverageResolver, ChampionPayloadResolver];
