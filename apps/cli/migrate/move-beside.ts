import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type Pool, type PoolClient, inTransaction, openPostgres } from '#postgres';
import { arrive, isDepartedThere } from '../../ledger/beside-departure.js';
import { besideOn } from '../../ledger/beside-ledger.js';
import { type Config, filesIn } from '../../ledger/config.js';
import { masterKeyHere } from '../backup/examine-copy.js';
import { CommandRefused } from '../outcome.js';
import { isOpenElsewhere } from '../sqlite-file.js';
import { exitCodes } from '../terminal.js';
import { putOnPostgres, rowsInFile } from './beside-rows.js';
import { besideFiles, besideTables } from './beside-tables.js';
import { type MovedRows, alone, compareEnds, establish, hasKeys, probe, unhurried } from './both-ends.js';

const refused = (code: string, message: string): CommandRefused => new CommandRefused(code, message, exitCodes.fault);

const assertMovable = (data: string): void => {
  const files = filesIn(data);
  if (existsSync(files.returningMove))
    throw refused(
      'MOVE_UNFINISHED',
      'What lies beside the ledger was on its way here. Give “wavebook migrate --from postgres://…” again first.',
    );
  for (const file of besideFiles.map((name) => files[name]))
    if (existsSync(file) && isOpenElsewhere(file))
      throw refused('LEDGER_IN_USE', `Another process has ${file} open. Stop the server.`);
};

/** Keys of another ledger there would be mixed with these; the same ones are there from an attempt that was cut off. */
const assertSame = async (client: PoolClient, data: string): Promise<MovedRows> => {
  const there = await compareEnds(client, data).catch((error: unknown) => error);
  if (!(there instanceof Error)) return there as MovedRows;
  if (!(there instanceof CommandRefused)) throw there;
  throw refused('TARGET_DIFFERS', 'There are keys of a ledger already. Move to a database of its own.');
};

const copyToPostgres = (data: string, pool: Pool): Promise<MovedRows> =>
  inTransaction(pool, async (client) => {
    if (await isDepartedThere(client))
      throw refused('TARGET_DIFFERS', 'What was there of a ledger is on its way to a folder. Let that end first.');
    if (await hasKeys(client)) return assertSame(client, data);
    await client.query('delete from wavebook.secret where name = $1', [probe]);
    for (const table of besideTables) await putOnPostgres(client, table, rowsInFile(data, table));
    await arrive(client);
    return compareEnds(client, data);
  });

/**
 * Moves the keys, the tokens, who read what and the tree of proofs from the data folder to PostgreSQL: all of it, or
 * nothing. Then they are removed from the folder: a copy of a key that is forgotten there would outlive its erasure.
 * @throws CommandRefused MASTER_KEY_MISSING, LEDGER_IN_USE, TARGET_DIFFERS, MOVED_DIFFERS, MOVE_UNFINISHED; VaultError, PostgresError
 */
export const moveBeside = async (config: Pick<Config, 'data' | 'masterKey'>, url: string): Promise<MovedRows> => {
  const { data } = config;
  const here = filesIn(data);
  const masterKey = masterKeyHere(config);
  assertMovable(data);
  const pool = await openPostgres(url, unhurried);
  const beside = besideOn(pool);
  try {
    return await alone(url, async () => {
      await establish(beside, masterKey);
      const moved = await copyToPostgres(data, pool);
      writeFileSync(here.besideMoved, `${new Date().toISOString()}\n`, { flush: true });
      for (const name of besideFiles)
        for (const end of ['', '-wal', '-shm', '-journal']) rmSync(here[name] + end, { force: true });
      rmSync(here.readModels, { recursive: true, force: true });
      return moved;
    });
  } finally {
    await beside.close();
  }
};
