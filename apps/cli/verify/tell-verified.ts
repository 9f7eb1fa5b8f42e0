import { type Checkpoint, verifierKey } from '#proof';
import type { Checked } from '../check/check-folder.js';
import { counted } from '../terminal.js';
import type { Compared } from './compare.js';
import type { TrustedKeys } from './trusted-keys.js';

/** What came of a verification. */
export interface Verified {
  readonly compared: Compared;
  /** What is wrong with the newest checkpoint, where nothing is wrong with the lines. */
  readonly flaw: string | undefined;
  /** The newest checkpoint. */
  readonly own: Checkpoint;
  /** How many checkpoints were given. */
  readonly kept: number;
  /** What was found when the lines were folded again; undefined where they are not those that were sealed. */
  readonly refolded: Pick<Checked, 'books' | 'findings' | 'readModelsCompared'> | undefined;
  /** Undefined where no key was given. */
  readonly trusted: TrustedKeys | undefined;
}

const saidOfLines = ({ compared, flaw, own }: Verified): string =>
  compared.finding?.found ??
  flaw ??
  `${counted(Number(compared.sealed), 'line')}: each is what was sealed. Root ${own.root.toString('base64')}.`;

const saidOfOpenLines = ({ events, sealed }: Compared): readonly string[] => {
  const open = events - Number(sealed);
  return open > 0 ? [`${counted(open, 'line')} came after them and ${open === 1 ? 'is' : 'are'} not sealed yet.`] : [];
};

const saidOfRefolded = (refolded: Verified['refolded']): readonly string[] => {
  if (!refolded) return [];
  const [first] = refolded.findings;
  if (first)
    return [
      `But the ${first.part} ${first.part.endsWith('s') ? 'are' : 'is'} not right: ${first.found} ${first.remedy}`,
    ];
  return [`${counted(refolded.books, 'book')} folded again: every row of the read models is what the lines make.`];
};

const saidOfKept = ({ compared, flaw, kept }: Verified, file: string | undefined): readonly string[] => {
  if (file === undefined || compared.finding || flaw !== undefined) return [];
  return [
    `The ledger begins with what ${counted(kept, 'checkpoint')} in ${file} ${kept === 1 ? 'stands' : 'stand'} for.`,
  ];
};

const saidOfKeys = (trusted: TrustedKeys | undefined): readonly string[] => {
  if (!trusted) return ['No signature was checked: give the key that you trust with --key.'];
  const { verifiers, handOvers } = trusted;
  return handOvers.map(({ size }, at) => `At ${size} lines the key handed over to ${verifierKey(verifiers[at + 1]!)}.`);
};

/** In words; `file` is where the checkpoints that were given are from. */
export const textOf = (verified: Verified, file: string | undefined): string =>
  [
    saidOfLines(verified),
    ...saidOfOpenLines(verified.compared),
    ...saidOfRefolded(verified.refolded),
    ...saidOfKept(verified, file),
    ...saidOfKeys(verified.trusted),
    '',
  ].join('\n');

const findingOf = ({ compared: { finding }, flaw, refolded }: Verified) => {
  if (finding) return { ...finding, position: String(finding.position) };
  if (flaw !== undefined) return { code: 'CHECKPOINT_DIFFERS', position: null, found: flaw };
  const [first] = refolded?.findings ?? [];
  if (!first) return null;
  const { code, position, found } = first;
  return { code, position: position === undefined ? null : String(position), found };
};

/** For scripts. */
export const resultOf = (verified: Verified) => {
  const { compared, kept, trusted } = verified;
  return {
    events: compared.events,
    sealed: String(compared.sealed),
    rootHash: compared.root.toString('base64'),
    signatureChecked: trusted !== undefined,
    checkpoints: kept,
    keysFollowed: trusted?.handOvers.length ?? 0,
    finding: findingOf(verified),
  };
};
