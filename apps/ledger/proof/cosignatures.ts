import {
  type Cosignature,
  CosignatureError,
  type CosignatureErrorCode,
  type KeptCosignature,
  NoteError,
  type ProofLog,
  type Verifier,
  checkCosignature,
  checkpointText,
  onTree,
  parseCheckpoint,
  rootAt,
  signatureIn,
  signaturesOf,
  textOfNote,
  verifierKey,
} from '#proof';

/** Signatures of witnesses below one note; more than anybody has. */
export const cosignaturesMax = 100;

export type CosignatureCode = 'CHECKPOINT_NOT_OURS' | 'COSIGNATURES_MISSING' | 'NOTE_MALFORMED' | CosignatureErrorCode;

/** Why signatures of witnesses are not kept. */
export class CosignatureRefused extends Error {
  override readonly name = 'CosignatureRefused';
  constructor(
    readonly code: CosignatureCode,
    message: string,
    /** Whose signature it is about, where it is about one. */
    readonly signer?: string,
  ) {
    super(message);
  }
}

/** What is wrong with a note that was sent in; all that is wrong with its text is that it is none. */
const refusalOf = (error: unknown): unknown => {
  if (error instanceof CosignatureError) return new CosignatureRefused(error.code, error.message, error.signer);
  return error instanceof NoteError ? new CosignatureRefused('NOTE_MALFORMED', error.message) : error;
};

/** What a log's own signatures and those of its witnesses are told apart by. */
interface CosignatureParts {
  readonly log: ProofLog;
  readonly origin: string;
  readonly witnesses: readonly Verifier[];
}

/** The signatures of witnesses: checked against the tree before they are kept, and told with the checkpoints they are of. */
export class Cosignatures {
  constructor(private readonly parts: CosignatureParts) {}

  /** Of the checkpoint of a size. */
  of(size: bigint): Promise<readonly KeptCosignature[]> {
    return this.parts.log.cosignatures(size);
  }

  /**
   * Keeps what witnesses signed below a note of this log: all of it or nothing.
   * @throws CosignatureRefused: what is wrong with the first that is not as it should be
   */
  async takeNote(note: string): Promise<{ readonly size: bigint; readonly kept: readonly Cosignature[] }> {
    try {
      const { size, root, origin } = parseCheckpoint(textOfNote(note));
      if (origin !== this.parts.origin || !(await this.#isRoot(size, root)))
        throw new CosignatureRefused('CHECKPOINT_NOT_OURS', `this log has no such checkpoint of ${size} lines`);
      const lines = signaturesOf(note).filter((line) => signatureIn(line)?.name !== origin);
      return { size, kept: await this.#keep(size, lines) };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /**
   * Keeps what a receiver answered when it was given the checkpoint of a size, where there are signatures in it. What is
   * not kept is told, and does no harm: the receiver has the checkpoint all the same.
   */
  async takeAnswer(size: bigint, answer: string, refused: (error: CosignatureError) => void): Promise<void> {
    const lines = answer.split('\n').filter((line) => signatureIn(line) !== undefined);
    for (const line of lines.slice(0, cosignaturesMax))
      try {
        await this.#keep(size, [line]);
      } catch (error) {
        if (!(error instanceof CosignatureError)) throw error;
        refused(error);
      }
  }

  async #isRoot(size: bigint, root: Buffer): Promise<boolean> {
    const { log } = this.parts;
    return size <= (await log.end()).size && (await this.#rootAt(size)).equals(root);
  }

  #rootAt(size: bigint): Promise<Buffer> {
    return onTree(this.parts.log, (hashAt) => rootAt(size, hashAt));
  }

  async #keep(size: bigint, lines: readonly string[]): Promise<readonly Cosignature[]> {
    const { log, origin, witnesses } = this.parts;
    if (lines.length === 0 || lines.length > cosignaturesMax)
      throw new CosignatureRefused('COSIGNATURES_MISSING', `there are no signatures, or more than ${cosignaturesMax}`);
    const text = checkpointText({ origin, size, root: await this.#rootAt(size) });
    const checked = lines.map((line) => checkCosignature(text, line, witnesses));
    await log.keepCosignatures(
      checked.map(({ witness, signedAt, line }) => ({ size, verifierKey: verifierKey(witness), signedAt, line })),
    );
    return checked;
  }
}
