import { verifierKey } from '#proof';
import { readConfig } from '../../ledger/config.js';
import { rotateKey } from '../../ledger/proof/rotate-key.js';
import { CommandRefused, type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { type KeysHere, withKeys } from './keys-here.js';

export interface RotateFlags {
  readonly reason: string;
  readonly actor: string;
  readonly json: boolean;
}

/** Without the old key nobody can sign that it hands over. */
const assertOldKey = ({ keys }: KeysHere): void => {
  const { signer, verifier } = keys.all.at(-1)!;
  if (signer) return;
  throw new CommandRefused(
    'KEY_MISSING',
    `keys.db has no ${verifierKey(verifier)}, which signs this ledger: put back a later keys.db.`,
    exitCodes.fault,
  );
};

const rotate = ({ reason, actor }: RotateFlags): Promise<Outcome> =>
  withKeys(async (here) => {
    assertOldKey(here);
    const { timeZone } = readConfig();
    const rotated = await rotateKey({ ...here, reason, actorId: actor, timeZone });
    if (!rotated)
      throw new CommandRefused(
        'KEY_ROTATED_MEANWHILE',
        'The key was changed by somebody else at the same time; nothing was done.',
        exitCodes.fault,
      );
    const { position, oldVerifierKey, newVerifierKey } = rotated;
    return {
      code: exitCodes.done,
      result: { position: String(position), oldVerifierKey, newVerifierKey },
      text: `${newVerifierKey}\nsigns from the line at position ${position} on. It followed on\n${oldVerifierKey}\nwhich signs the checkpoint that covers this line, and no later one. A server that runs takes the new key at once.\nMake a backup: without the new key in keys.db nothing more can be sealed.\n`,
    };
  });

/** Puts a new key in the place of the last, tells what was done, and gives the exit code. */
export const rotateAndTell = (flags: RotateFlags, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, () => rotate(flags));
