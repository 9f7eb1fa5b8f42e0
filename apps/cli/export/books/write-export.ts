import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventStore, StoredEvent } from '#event-store';
import {
  type Checkpoint,
  Ways,
  leafEnvelope,
  leafHash,
  parseCheckpoint,
  textsOf,
  tileWidth,
  verifierKey,
} from '#proof';
import { checksumsOf } from '../../../verify/checksums.js';
import {
  type ExportManifest,
  type KeyChange,
  exportFormat,
  exportVersion,
  lineText,
  schemaNameOf,
} from '../../../verify/export-format.js';
import { exportNames } from '../../../verify/export-names.js';
import type { Proof } from '../../../ledger/proof/open-proof.js';
import { tellKeys } from '../../../ledger/proof/tell-keys.js';
import { CommandRefused } from '../../outcome.js';
import { exitCodes } from '../../terminal.js';
import { versionHere } from '../../version.js';
import { archiveReadme } from './archive-readme.js';
import { BookFiles, type WrittenBooks } from './book-files.js';
import { TreeWalk } from './tree-walk.js';

/** Where the JSON Schemas of the events lie, seen from the compiled file. */
const schemaFolder = fileURLToPath(new URL('../../../../../schema/events', import.meta.url));
const progressLines = 1_000;

export interface ExportSource {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly proof: Proof;
  /** The books that are wanted; all when absent. */
  readonly streams: ReadonlySet<string> | undefined;
}

/** How the keys that have signed followed one on the other, up to a size. */
const keyChanges = async (proof: Proof, size: bigint): Promise<readonly KeyChange[]> =>
  (await tellKeys(proof)).flatMap(({ from, handOver }) => {
    if (!handOver || from === null || from > size) return [];
    const { checkpoint, leafEnvelope, data, hashes } = handOver;
    return [{ note: checkpoint.note, leafEnvelope, data, hashes }];
  });

const differs = ({ position }: StoredEvent): CommandRefused =>
  new CommandRefused(
    'LEDGER_DIFFERS',
    `The line at position ${position} is not the one that was sealed: see what “wavebook verify” finds.`,
    exitCodes.fault,
  );

/** What was written of the lines. */
interface WrittenLines extends WrittenBooks {
  /** Names of the schemas that they take. */
  readonly schemas: ReadonlySet<string>;
}

/** The lines of the books that are wanted, each with its way to the root. @throws CommandRefused LEDGER_DIFFERS */
const writeLines = async (
  folder: string,
  { store, proof: { log }, streams }: ExportSource,
  { origin, size }: Checkpoint,
  onProgress: (done: number, all: number) => void,
): Promise<WrittenLines> => {
  const walk = new TreeWalk(log, size);
  const ways = new Ways(size, walk.hashAt);
  const books = new BookFiles(folder);
  const schemas = new Set<string>();
  let leafIndex = 0n;
  for await (const event of store.readAll()) {
    if (leafIndex === size) break;
    if (leafIndex % BigInt(tileWidth) === 0n) await walk.enter(leafIndex / BigInt(tileWidth));
    const { stream, revision, id, type } = event;
    const texts = textsOf(event);
    const leaf = leafHash(leafEnvelope({ stream, revision, id, type, ...texts }));
    if (!leaf.equals(walk.hashAt(0, leafIndex))) throw differs(event);
    if (streams?.has(stream) ?? true) {
      books.add(stream, lineText({ event, leafIndex, inclusion: ways.of(leafIndex) }, origin, texts));
      schemas.add(schemaNameOf(event));
    }
    if (++leafIndex % BigInt(progressLines) === 0n) onProgress(Number(leafIndex), Number(size));
  }
  return { ...(await books.end()), schemas };
};

/** Everything that is sealed under the newest checkpoint, as files of a folder. @throws CommandRefused LEDGER_DIFFERS */
export const writeExport = async (
  folder: string,
  source: ExportSource,
  onProgress: (done: number, all: number) => void,
): Promise<ExportManifest> => {
  const { proof, streams } = source;
  const { log, keys } = proof;
  const { note } = (await log.newest())!;
  const checkpoint = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  const { origin, size, root } = checkpoint;
  const { books, checksums, schemas } = await writeLines(folder, source, checkpoint, onProgress);

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600, flush: true });
  mkdirSync(join(folder, exportNames.schemas), { mode: 0o700 });
  for (const name of schemas) write(`${exportNames.schemas}/${name}`, readFileSync(join(schemaFolder, name), 'utf8'));
  const manifest: ExportManifest = {
    format: exportFormat,
    version: exportVersion,
    wavebook: versionHere(),
    madeAt: new Date().toISOString(),
    origin,
    size: String(size),
    rootHash: root.toString('base64'),
    whole: streams === undefined,
    books,
  };
  write(exportNames.checkpoint, note);
  write(exportNames.verifierKey, `${verifierKey(keys.at(size).at(-1)!.verifier)}\n`);
  const changes = await keyChanges(proof, size);
  if (changes.length > 0) write(exportNames.keyChanges, `${JSON.stringify(changes, null, 2)}\n`);
  write(exportNames.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
  write(exportNames.readme, archiveReadme(manifest));
  write(exportNames.checksums, await checksumsOf(folder, checksums));
  return manifest;
};
