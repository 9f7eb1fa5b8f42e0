import { type Catalogue, catalogueOf, event, ledgerStream } from '#kernel';
import { z } from 'zod';

/** From this line on another key signs the ledger's checkpoints. The last one that the old key signs covers this line. */
export const CheckpointKeyRotated = event(
  'CheckpointKeyRotated',
  1,
  z.object({
    /** Of the new key: 2 for the one that follows on the first. */
    number: z.int().min(2),
    oldVerifierKey: z.string().min(1),
    newVerifierKey: z.string().min(1),
    reason: z.string().min(1).max(10_000),
  }),
  { subject: () => ledgerStream },
);

/** Everything that the ledger records of itself. */
export const ledgerEventDefinitions = [CheckpointKeyRotated] as const;
export const ledgerCatalogue: Catalogue<ReturnType<typeof CheckpointKeyRotated>> = catalogueOf(ledgerEventDefinitions);
