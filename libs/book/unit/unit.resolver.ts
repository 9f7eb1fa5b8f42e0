import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { plainId } from '#kernel';
import type { QueryUnitsArgs } from '#schema';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { adoptionResolvers } from './adoption.resolver.js';
import { adoptionsOf, childrenOf, listUnits, mergedFrom, parentOf } from './unit.queries.js';

type Unit = Tables['unit'];

@Resolver('Unit')
export class UnitResolver {
  @Query('units')
  units(@Args() args: QueryUnitsArgs, @Context('reading') reading: Reading) {
    return listUnits(reading, args);
  }

  @Query('unit')
  unit(@Args('id') id: string, @Context('reading') reading: Reading) {
    return reading.load('unit', plainId(id));
  }

  @ResolveField('parent')
  parent(@Parent() unit: Unit, @Context('reading') reading: Reading) {
    return parentOf(reading, unit);
  }

  @ResolveField('children')
  children(@Parent() unit: Unit, @Context('reading') reading: Reading) {
    return childrenOf(reading, unit);
  }

  @ResolveField('mergedInto')
  mergedInto(@Parent() unit: Unit, @Context('reading') reading: Reading) {
    return unit.mergedIntoUnitId === null ? null : reading.load('unit', unit.mergedIntoUnitId);
  }

  @ResolveField('mergedFrom')
  mergedFrom(@Parent() unit: Unit, @Context('reading') reading: Reading) {
    return mergedFrom(reading, unit);
  }

  @ResolveField('adoptions')
  adoptions(@Parent() unit: Unit, @Context('reading') reading: Reading) {
    return adoptionsOf(reading, unit);
  }
}

@Resolver('UnitPayload')
export class UnitPayloadResolver {
  @ResolveField('unit')
  unit(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'unitId') ?? idIn(submitted, 'intoUnitId');
    return id ? reading.load('unit', id) : null;
  }
}

@Resolver('UnitsPayload')
export class UnitsPayloadResolver {
  @ResolveField('units')
  units(@Parent() { events }: Submitted, @Context('reading') reading: Reading) {
    return Promise.all(events.map(({ data }) => reading.load('unit', (data as { unitId: string }).unitId)));
  }
}

export const unitResolvers = [UnitResolver, UnitPayloadResolver, UnitsPayloadResolver, ...adoptionResolvers];
