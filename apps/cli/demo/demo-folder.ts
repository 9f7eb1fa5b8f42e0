import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What a demo leaves in its folder, so that it is known again, and nothing else is ever taken for one. */
export interface DemoMarker {
  readonly demo: 'baerum';
  readonly programmeId: string;
  readonly commands: number;
  readonly lines: number;
}

const markerIn = (folder: string): string => join(folder, 'demo.json');

/** The message tells what to do about it. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

const contentOf = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** The demo that is in a folder; undefined when there is nothing at all. @throws DemoRefused when it holds something else */
export const demoIn = (folder: string): DemoMarker | undefined => {
  if (contentOf(folder).length === 0) return undefined;
  if (!existsSync(markerIn(folder)))
    throw new DemoRefused(
      `${folder} holds something else than the demo, and is left alone. Set WAVEBOOK_DATA to another folder.`,
    );
  return JSON.parse(readFileSync(markerIn(folder), 'utf8')) as DemoMarker;
};

/** Removes the demo in a folder. @throws DemoRefused when it holds something else, which is left alone */
export const removeDemo = (folder: string): void => {
  if (demoIn(folder)) rmSync(folder, { recursive: true });
};

/**
 * Lets a demo be written beside its folder and puts it there when it is complete, so that a half-written one is never
 * taken for a demo.
 */
export const writeFolder = async (
  folder: string,
  write: (draft: string) => Promise<DemoMarker>,
): Promise<DemoMarker> => {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    const marker = await write(draft);
    writeFileSync(markerIn(draft), `${JSON.stringify(marker, null, 2)}\n`);
    if (existsSync(folder)) rmSync(folder, { recursive: contentOf(folder).length === 0 });
    renameSync(draft, folder);
    return marker;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
};
