import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { exportNames } from './export-names.js';
import { Found } from './finding.js';
import { filesOf, readPart } from './read-export.js';

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** Checksums of files that are known, by their paths in the folder; of others they are made. */
type Known = ReadonlyMap<string, string>;
const noneKnown: Known = new Map();

/** The checksums of all files of a folder but of the list itself, as `sha256sum -c` reads them. */
export const checksumsOf = async (folder: string, known = noneKnown): Promise<string> => {
  const lines: string[] = [];
  for (const file of filesOf(folder).filter((each) => each !== exportNames.checksums))
    lines.push(`${known.get(file) ?? (await sha256Of(join(folder, file)))}  ${file}\n`);
  return lines.join('');
};

/**
 * Holds the files against their checksums. The books come last in the check of an export: what is wrong with a line is
 * told as that, and not as a checksum. @throws Found
 */
export const checkChecksums = async (
  folder: string,
  isWanted: (file: string) => boolean,
  known = noneKnown,
): Promise<void> => {
  const { checksums } = exportNames;
  const listed = new Map(
    readPart(folder, checksums)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  );
  const there = new Set(filesOf(folder).filter((file) => file !== checksums));
  for (const file of listed.keys())
    if (!there.has(file)) throw new Found({ code: 'FILE_MISSING', file, found: `${file} is missing.` });
  for (const file of there) {
    const sha256 = listed.get(file);
    if (sha256 === undefined)
      throw new Found({ code: 'FILE_UNKNOWN', file, found: `${file} is not in ${checksums}: it was put in.` });
    if (isWanted(file) && (known.get(file) ?? (await sha256Of(join(folder, file)))) !== sha256)
      throw new Found({ code: 'CHECKSUM_DIFFERS', file, found: `${file} is not what its checksum says.` });
  }
};
