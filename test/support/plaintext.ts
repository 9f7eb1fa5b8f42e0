import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Ways in which a text can lie in a file or a log and still be read by whoever looks for it. */
const spellings = (text: string): readonly Buffer[] => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
  Buffer.from(JSON.stringify(text).slice(1, -1)),
  Buffer.from(encodeURIComponent(text)),
  // Base64 of the text alone, without the last group, which depends on what follows.
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -4)),
];

const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

/** The files under a folder that hold one of these texts, with which one. */
export const filesWith = async (folder: string, texts: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const file of await filesUnder(folder)) {
    const bytes = await readFile(file);
    for (const text of texts)
      if (spellings(text).some((spelling) => bytes.includes(spelling)))
        found.push(`${text} in ${file.slice(folder.length + 1)}`);
  }
  return found;
};
