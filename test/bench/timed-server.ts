import { openAccess } from '../../apps/ledger/access/access.js';
import { accessOptions } from '../../apps/ledger/access/access-options.js';
import { readConfig } from '../../apps/ledger/config.js';
import { openLog } from '../../apps/ledger/log.js';
import { openParts } from '../../apps/ledger/parts.js';
import { startServer } from '../../apps/ledger/server.js';
import { type AcknowledgedAt, tellWhenAsked } from './told.js';

/** The server as it is, which also notes when the event store acknowledged each append, and tells when it is asked. */
const config = readConfig();
const log = openLog(config.logLevel);
const parts = await openParts({ ...config, log });
const { store } = parts;
let noted: AcknowledgedAt[] = [];
const append = store.append.bind(store);
store.append = async (...args) => {
  const appended = await append(...args);
  noted.push({ position: String(appended.position), atNs: String(process.hrtime.bigint()) });
  return appended;
};
tellWhenAsked(() => {
  const all = noted;
  noted = [];
  return all;
});
const access = await openAccess(await accessOptions(config, parts, log));
// One caller here is as many as come to a server; what each may ask is counted as always, and is never used up.
const many = { costPerMinute: 1_000_000_000, sockets: { socketsPerTokenMax: 5_000 } };
const server = await startServer({ ...config, ...many, parts, access, log });
process.on('SIGTERM', () => {
  void server
    .close()
    .then(() => access.close())
    .then(() => parts.close())
    .then(() => process.exit(0));
});
