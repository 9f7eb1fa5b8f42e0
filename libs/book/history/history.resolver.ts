import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Evidence, type Recorded, globalId, plainId } from '#kernel';
import type { QueryHistoryArgs } from '#schema';
import type { Reading } from '../reading.js';
import { readHistory, recordedDaysLater, sentenceOf } from './history.queries.js';

@Resolver('LedgerEvent')
export class LedgerEventResolver {
  @Query('history')
  history(@Args() args: QueryHistoryArgs, @Context('reading') reading: Reading) {
    return readHistory(reading, { ...args, programmeId: plainId(args.programmeId) });
  }

  @ResolveField('programmeId')
  programmeId(@Parent() line: Recorded) {
    return globalId('Programme', line.programmeId);
  }

  @ResolveField('sentence')
  sentence(@Parent() line: Recorded, @Context('reading') reading: Reading) {
    return sentenceOf(reading, line);
  }

  @ResolveField('recordedDaysLater')
  recordedDaysLater(@Parent() line: Recorded, @Context('reading') reading: Reading) {
    return recordedDaysLater(reading, line);
  }
}

@Resolver('Evidence')
export class EvidenceResolver {
  @ResolveField('synthetic')
  synthetic(@Parent() evidence: Evidence) {
    return evidence.synthetic ?? false;
  }
}

export const historyResolvers = [LedgerEventResolver, EvidenceResolver];
