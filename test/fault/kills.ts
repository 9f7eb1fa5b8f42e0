import { inFolder } from './data-folder.js';
import { type Acknowledged, Load, openBooks, repeat } from './load.js';
import { assertSound } from './oracle.js';
import { type Fault, chanceOf } from './report.js';
import { type ServerProcess, startServerProcess, startUnready } from './server-process.js';

const booksCount = 5;
const connections = 16;
/** So many commands are acknowledged at least, and this many more at most, before the server is killed. */
const loadFor = { least: 30, more: 250 };
/** Acknowledged commands of a round that are given once more. */
const repeatedMax = 25;
/** Each so many rounds the server is killed while it starts, too. */
const bootKillEvery = 3;
const bootMsMax = 700;

/** Kills the server while it recovers what the last kill left: in the middle of the start, wherever that is. */
const killWhileStarting = async (data: string, afterMs: number): Promise<void> => {
  const { child, exit } = startUnready(data);
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  await exit;
  clearTimeout(timer);
};

/** Kills all servers on a folder at once in the middle of load, again and again; after each restart everything must hold. */
const killServers = (serverCount: number, rounds: number, tell: (text: string) => void) =>
  inFolder(async (data) => {
    const chance = chanceOf(20_240_115);
    const acknowledged: Acknowledged[] = [];
    let [kills, rowsCompared, doubted] = [0, 0, 0];
    const start = async () => {
      const servers: ServerProcess[] = [];
      for (let n = 0; n < serverCount; n++) servers.push(await startServerProcess(data));
      return servers;
    };
    let servers = await start();
    const programmeIds = await openBooks(servers[0]!.url, booksCount);
    for (let round = 1; round <= rounds; round++) {
      const urls = servers.map(({ url }) => url);
      const load = await new Load(programmeIds).begin(urls, connections / serverCount);
      await load.until(loadFor.least + chance(loadFor.more));
      await Promise.all(servers.map((each) => each.kill()));
      await load.ended();
      kills += serverCount;
      if (round % bootKillEvery === 0) {
        await killWhileStarting(data, chance(bootMsMax));
        kills++;
      }
      servers = await start();
      doubted += load.inDoubt.length;
      const again = load.acknowledged.slice(-repeatedMax);
      acknowledged.push(...load.acknowledged, ...(await repeat(servers.at(-1)!.url, again, load.inDoubt)));
      const { events, rows } = await assertSound(data, acknowledged);
      rowsCompared += rows;
      tell(`killed ${kills} times: ${acknowledged.length} acknowledged, ${events} events, nothing lost`);
    }
    await Promise.all(servers.map((each) => each.stop()));
    return {
      injected: kills,
      acknowledged: acknowledged.length,
      notes: [
        `${doubted} commands were under way when it died, and were settled by repeating them`,
        `${rowsCompared} rows equal their refold`,
      ],
    };
  });

/** kill -9 of the real server in the middle of load over HTTP. */
export const kills: Fault = {
  name: 'kills',
  run: async ({ rounds = 25, tell }) => ({
    what: 'kill -9 of the server under load over HTTP, and while it starts',
    ...(await killServers(1, rounds, tell)),
  }),
};

/** Two servers on one data folder, with load on both, on the same books; both are killed. */
export const twoServers: Fault = {
  name: 'two-servers',
  run: async ({ rounds = 5, tell }) => ({
    what: 'kill -9 of two servers on one data folder, both under load on the same books',
    ...(await killServers(2, rounds, tell)),
  }),
};
