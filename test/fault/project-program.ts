import { writeSync } from 'node:fs';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { openSqliteEventStore } from '#event-store';
import { openReadModels } from '#read-models';
import { filesIn } from '../../apps/ledger/config.js';

/**
 * Projects a data folder's ledger until it is killed: `node project-program.js FOLDER run|rebuild`. Says `open` when the
 * read models can be read, and `projected POSITION` after each batch; with `rebuild` it makes them anew, over and over.
 */
const [data, task] = process.argv.slice(2) as [string, 'run' | 'rebuild'];
const files = filesIn(data);
const store = await openSqliteEventStore({ file: files.ledger });
const readModels = await openReadModels<Tables>({
  directory: files.readModels,
  projections: bookProjections,
  catalogue: bookCatalogue,
  correction: bookCorrection,
  store,
});
readModels.onProjected(({ position }) => void writeSync(1, `projected ${position}\n`));
// A ledger that is merely open keeps no process alive.
setInterval(() => undefined, 3_600_000);
writeSync(1, 'open\n');
if (task === 'run') await readModels.run(new AbortController().signal);
else for (;;) await readModels.rebuild();
