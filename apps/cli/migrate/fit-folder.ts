import { existsSync, rmSync } from 'node:fs';
import { rewindCheckpoints } from '#privacy';
import { renumberPlaces } from '#proof';
import { filesIn } from '../../ledger/config.js';

/**
 * Fits what lies beside a ledger to one that has moved: the same lines, at other positions. The tree of proofs keeps its
 * checkpoints and is told where the lines stand. Whoever follows the ledger begins anew, which changes nothing. The read
 * models are made again at the next start. May be repeated.
 */
export const fitFolder = (data: string, positions: readonly bigint[]): void => {
  const { proof, keys, readModels } = filesIn(data);
  if (existsSync(proof)) renumberPlaces(proof, positions);
  if (existsSync(keys)) rewindCheckpoints(keys, 0n);
  rmSync(readModels, { recursive: true, force: true });
};
