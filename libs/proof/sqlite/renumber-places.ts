import { packed } from '../packed-positions.js';
import { tileWidth } from '../tiles.js';
import { openProofFile } from './proof-file.js';

/**
 * Tells a tree where the events of its leaves stand now, in order: after its ledger moved to a store with other positions.
 * The tree itself, its checkpoints and their signatures stay. May be repeated. @throws ProofFileError
 */
export const renumberPlaces = (file: string, positions: readonly bigint[]): void => {
  const db = openProofFile(file).defaultSafeIntegers(true);
  try {
    db.transaction(() => {
      const leaves = db.prepare<[], bigint | null>('SELECT sum(length(positions)) / 8 FROM place').pluck().get() ?? 0n;
      db.exec('DELETE FROM place');
      const put = db.prepare('INSERT INTO place (n, first, positions) VALUES (?, ?, ?)');
      const sealed = positions.slice(0, Number(leaves));
      for (let at = 0; at < sealed.length; at += tileWidth) {
        const row = sealed.slice(at, at + tileWidth);
        put.run(BigInt(at / tileWidth), row[0], packed(row));
      }
    }).immediate();
  } finally {
    db.close();
  }
};
