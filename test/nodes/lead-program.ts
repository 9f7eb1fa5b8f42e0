import { lead, openPostgres } from '#postgres';

/** Would lead on a database until it is killed, and says a line when it does, and when no more. */
const [url] = process.argv.slice(2);
const pool = await openPostgres(url!, { connectionsMax: 2 });
const signal = new AbortController().signal;
await lead({ pool, crew: 'test', names: () => ['frozen'], signal, onFault: () => undefined }, async (leading) => {
  process.stdout.write(`leads ${leading.term}\n`);
  await new Promise<void>((resolve) => leading.signal.addEventListener('abort', () => resolve(), { once: true }));
  process.stdout.write(`over ${leading.term}\n`);
});
