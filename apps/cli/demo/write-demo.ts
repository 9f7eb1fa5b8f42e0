import { bookCatalogue, bookModel } from '#book';
import { openSqliteEventStore } from '#event-store';
import { openLedger } from '#ledger';
import { masterKeyFrom, openSqliteVault } from '#privacy';
import { type Config, filesIn } from '../../ledger/config.js';
import { baerumStory } from './baerum.story.js';
import { type DemoMarker, writeDemoFolder } from './demo-folder.js';
import { type Progress, StagedClock, writeStory } from './scribe.js';

/**
 * Writes the demo's ledger into a folder that is empty or not there, by giving every command of its story to a ledger
 * whose clock stands on the day of the story.
 */
export const writeDemo = (
  { data, masterKey: configured, timeZone }: Pick<Config, 'data' | 'masterKey' | 'timeZone'>,
  onProgress?: Progress,
): Promise<DemoMarker> =>
  writeDemoFolder(data, async (draft) => {
    const files = filesIn(draft);
    const vault = await openSqliteVault({
      file: files.keys,
      masterKey: masterKeyFrom({ configured, file: files.masterKey }),
    });
    const store = await openSqliteEventStore({ file: files.ledger });
    const staged = new StagedClock();
    const ledger = await openLedger({
      store,
      vault,
      catalogue: bookCatalogue,
      model: bookModel,
      now: staged.now,
      timeZone,
    });
    try {
      const { programmeId, lines } = await writeStory(baerumStory, { ledger, staged, onProgress });
      return { demo: 'baerum', programmeId, commands: baerumStory.length, lines };
    } finally {
      await ledger.close();
      await store.close();
      await vault.close();
    }
  });
