import { verifierKey } from '#proof';
import type { CheckpointKey, CheckpointKeys } from '../../ledger/proof/checkpoint-keys.js';
import { type Outcome, runAndTell } from '../outcome.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { withKeys } from './keys-here.js';

const shown = (keys: CheckpointKeys, key: CheckpointKey) => {
  const { rotation, verifier, signer } = key;
  const from = keys.from(key);
  return {
    verifierKey: verifierKey(verifier),
    /** Size of the first checkpoint that it signs; null while that is to come. */
    from: from === undefined ? null : String(from),
    inKeysFile: signer !== undefined,
    recordedAt: rotation?.recordedAt ?? null,
    actor: rotation?.actorId ?? null,
    reason: rotation?.reason ?? null,
  };
};

type Shown = ReturnType<typeof shown>;

const lineOf = ({ verifierKey: key, from, inKeysFile, recordedAt, reason }: Shown): string => {
  const since =
    from === null ? 'from the next checkpoint on' : from === '0' ? 'from the beginning' : `from ${from} lines on`;
  const why = reason === null ? '' : `, since ${recordedAt?.slice(0, 10)}: ${reason}`;
  return `${key}\n  ${since}${why}${inKeysFile ? '' : '\n  It is not in keys.db: put back a later one.'}\n`;
};

const list = (): Promise<Outcome> =>
  withKeys(async ({ keys }) => {
    const told = keys.all.map((key) => shown(keys, key));
    return { code: exitCodes.done, result: { keys: told }, text: told.map(lineOf).join('') };
  });

/** Tells the keys of the ledger in WAVEBOOK_DATA. Gives the exit code. */
export const listKeys = (flags: { readonly json: boolean }, terminal: Terminal): Promise<number> =>
  runAndTell(terminal, flags, list);
