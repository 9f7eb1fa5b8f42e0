import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Reading, type Submitted, idIn } from '../reading.js';
import type { Tables } from '../tables.js';
import { erasuresOf } from './person.queries.js';

@Resolver('Person')
export class PersonResolver {
  @ResolveField('erasureRequested')
  erasureRequested(@Parent() { openRequestId }: Tables['person']) {
    return openRequestId !== null;
  }

  @ResolveField('erasures')
  erasures(@Parent() person: Tables['person'], @Context('reading') reading: Reading) {
    return erasuresOf(reading, person.key);
  }
}

@Resolver('ErasurePayload')
export class ErasurePayloadResolver {
  @ResolveField('person')
  person(@Parent() submitted: Submitted, @Context('reading') reading: Reading) {
    const id = idIn(submitted, 'personId');
    return id ? reading.load('person', id) : null;
  }
}

export const personResolvers = [PersonResolver, ErasurePayloadResolver];
