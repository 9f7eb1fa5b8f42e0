import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Recorded, type Refusal, isRefusal, plainId } from '#kernel';
import type {
  QueryCheckpointArgs,
  QueryCheckpointKeysArgs,
  QueryConsistencyProofArgs,
  QueryInclusionProofArgs,
} from '#schema';
import type { EdgeContext } from '../graphql/context.js';
import { refused } from '../graphql/errors.js';
import { proveCheckpoint, proveConsistency, proveInclusion, sealWaitMsMax } from './prove.js';
import { refuseProof } from './proof.words.js';
import { tellKeys } from './tell-keys.js';

/** Lines of a book that are looked through at a time. */
const pageLines = 1_000;

/** What was asked for, or the refusal as an error in the caller's language. */
const orRefused = <Told>(told: Told | Refusal, { language }: EdgeContext): Told => {
  if (isRefusal(told)) throw refused(told, language, 'BAD_USER_INPUT');
  return told;
};

const findLine = async ({ reading }: EdgeContext, programmeId: string, id: string): Promise<Recorded | undefined> => {
  for (let from = 0n; ; from += BigInt(pageLines)) {
    const lines = await reading.lines(programmeId, from, pageLines);
    const line = lines.find((each) => each.id === id);
    if (line || lines.length < pageLines) return line;
  }
};

const waitForSeal = async (minPosition: bigint | null | undefined, { parts }: EdgeContext): Promise<void> => {
  if (typeof minPosition === 'bigint') await parts.proof.waitFor(minPosition, sealWaitMsMax);
};

/** Who asks for proofs is on record too, before they are told. */
const noted = ({ parts, actor }: EdgeContext, programmeId: string | null, subject: string): Promise<void> =>
  parts.reads.record({ actor, kind: 'PROOF', programmeId, subject });

@Resolver('Checkpoint')
export class ProofResolver {
  @Query('checkpoint')
  async checkpoint(@Args() { size, cosigned, minPosition }: QueryCheckpointArgs, @Context() context: EdgeContext) {
    await waitForSeal(minPosition, context);
    await noted(context, null, 'checkpoint');
    const { proof } = context.parts;
    if (!cosigned || typeof size === 'bigint') return orRefused(await proveCheckpoint(proof, size), context);
    const newest = await proof.log.newestCosigned();
    return newest === undefined ? null : orRefused(await proveCheckpoint(proof, newest), context);
  }

  @Query('inclusionProof')
  async inclusionProof(@Args() args: QueryInclusionProofArgs, @Context() context: EdgeContext) {
    const { proof, store } = context.parts;
    await waitForSeal(args.minPosition, context);
    const line = await findLine(context, plainId(args.programmeId), plainId(args.eventId).toLowerCase());
    if (line) await noted(context, line.programmeId, line.id);
    const told = line
      ? await proveInclusion(proof, store, line, args.size)
      : refuseProof('EVENT_UNKNOWN', {}, 'eventId');
    return orRefused(told, context);
  }

  @Query('consistencyProof')
  async consistencyProof(@Args() args: QueryConsistencyProofArgs, @Context() context: EdgeContext) {
    await waitForSeal(args.minPosition, context);
    await noted(context, null, 'consistency');
    return orRefused(await proveConsistency(context.parts.proof, args), context);
  }

  @Query('checkpointKeys')
  async checkpointKeys(@Args() { minPosition }: QueryCheckpointKeysArgs, @Context() context: EdgeContext) {
    await waitForSeal(minPosition, context);
    await noted(context, null, 'keys');
    return tellKeys(context.parts.proof);
  }
}

export const proofResolvers = [ProofResolver];
