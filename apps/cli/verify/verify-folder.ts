import { Found } from '../../verify/finding.js';
import { placeOf, sayVerified, verifyExport } from '../../verify/verify-export.js';
import type { Outcome } from '../outcome.js';
import { progressBar } from '../progress.js';
import { type Terminal, exitCodes } from '../terminal.js';
import { refolding } from './refolding.js';

export interface VerifyFolderFlags {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** Checks an export, and folds its books again. */
export const verifyFolder = async (folder: string, flags: VerifyFolderFlags, terminal: Terminal): Promise<Outcome> => {
  const { key, checkpoint } = flags;
  const progress = await progressBar(terminal, { ...flags, counted: 'lines' });
  try {
    const threads = new URL('./refolding.worker.js', import.meta.url);
    const read = refolding();
    const verified = await verifyExport(folder, { key, checkpoint, read, threads, onProgress: progress.tell });
    const { manifest, lines, books, trusted } = verified;
    const result = { folder, lines, books, whole: manifest.whole, rootHash: manifest.rootHash, trusted, finding: null };
    return { code: exitCodes.done, result, text: sayVerified(verified) };
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    const { finding } = error;
    const { code, found } = finding;
    const place = placeOf(finding);
    const told = finding.position === undefined ? {} : { position: String(finding.position) };
    return {
      code: exitCodes.fault,
      result: { folder, finding: { ...finding, ...told } },
      text: `${code}${place === '' ? '' : ` at ${place}`}: ${found}\n`,
    };
  } finally {
    progress.stop();
  }
};
