import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../../ledger/config.js';
import { isEmptyOrMissing, writeFolderWhole } from '../drafts.js';
import { isOpenElsewhere } from '../sqlite-file.js';

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

/** Who serves a demo, written beside it, so that it can be told who is in the way. */
interface DemoServer {
  readonly pid: number;
  readonly url: string;
}
const serverIn = (folder: string): string => join(folder, 'demo-server.json');

/** Notes that this process serves the demo. */
export const noteServer = (folder: string, url: string): void =>
  writeFileSync(serverIn(folder), `${JSON.stringify({ pid: process.pid, url } satisfies DemoServer)}\n`);

const whoServes = (folder: string): string => {
  if (!existsSync(serverIn(folder))) return 'another process (a server that still runs?). Stop it';
  const { pid, url } = JSON.parse(readFileSync(serverIn(folder), 'utf8')) as DemoServer;
  return `process ${pid}, which serves it at ${url}. Stop that (Ctrl-C where it runs, or kill ${pid})`;
};

/** Removes the demo in a folder. @throws DemoRefused when it holds something else, or is in use: it is left alone then */
export const removeDemo = (folder: string): void => {
  if (!demoIn(folder)) return;
  const { ledger } = filesIn(folder);
  if (existsSync(ledger) && isOpenElsewhere(ledger))
    throw new DemoRefused(`The demo in ${folder} is in use by ${whoServes(folder)}, and give the command again.`);
  rmSync(folder, { recursive: true });
};

/** Lets a demo be written, and marks it as one. A half-written one is never taken for a demo. */
export const writeDemoFolder = async (
  folder: string,
  write: (draft: string) => Promise<DemoMarker>,
): Promise<DemoMarker> => {
  if (!isEmptyOrMissing(folder)) throw new DemoRefused(`${folder} is not empty.`);
  return writeFolderWhole(folder, async (draft) => {
    const marker = await write(draft);
    writeFileSync(markerIn(draft), `${JSON.stringify(marker, null, 2)}\n`);
    return marker;
  });
};
